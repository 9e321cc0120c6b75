package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.JdbiTransactions.Transaction;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes the locks of a decision and reads what it is based on. What depends on a lock is read by a statement after the
 * one that took it: a statement that waited for a lock has a snapshot from before the wait.
 */
record DecisionLocks(Transaction transaction, TaskScope scope, Duration attentionAfter) {

    /** Locks an existing row without writing it: {@code where false} skips the update, but not the lock. */
    private static final String LOCK_ROW_OF_RACK = """
            insert into nico.rack as r (site_id, rack_id)
            {rack}
            on conflict (site_id, rack_id) do update set fencing_token = r.fencing_token where false
            returning r.rack_id
            """;

    private static final String LOCK_RACK_OF_SCOPE = LOCK_ROW_OF_RACK.replace(
            "{rack}", "select s.id, :rack from nico.site s where s.id = :site and s.provider_id = :provider");

    /**
     * Locks the task, or the rack of a task that waits for it, and returns one row, of nulls if there is none. A lock that
     * was waited for returns the row as the other transaction has committed it; the joined rows are older then, but
     * nothing of them changes while the task is open.
     */
    private static final String LOCK_TASK = """
            with locked as materialized (
                select {columns} from nico.task t join nico.site s on s.id = t.site_id
                where t.id = :task and s.id = :site and s.provider_id = :provider and t.deadline_at is null
                for no key update of t
            ), waiting as materialized (
                select t.site_id, t.rack_id from nico.task t join nico.site s on s.id = t.site_id
                where t.id = :task and s.id = :site and s.provider_id = :provider and t.deadline_at is not null
            ), rack_lock as (
            {lock}
            )
            select t.*, waiting.rack_id as waiting_for, g.fencing_token,
                   case when g.task_id is not null and t.finished_at is null
                        then nextval('nico.rack_lease_number_seq') end as next_lease
            from (values (1)) one
            left join locked t on true
            left join waiting on true
            left join nico.rack_reservation g on g.task_id = t.id and g.released_at is null
            """.replace("{columns}", TaskRow.QUALIFIED_COLUMNS)
            .replace("{lock}", LOCK_ROW_OF_RACK.replace("{rack}", "select site_id, rack_id from waiting"));

    /**
     * Locks the rack, then the open tasks that hold it: the rows of the tasks are locked when all parts have run. A task
     * that was given the rack while this statement waited is not locked, but guarded by its version.
     */
    private static final String LOCK_RACK = """
            with locked as (
            {lock}
            )
            select t.id
            from (select count(*) from locked) one
            cross join nico.rack_reservation g
            join nico.site s on s.id = g.site_id
            join nico.task t on t.id = g.task_id
            where g.rack_id = :rack and g.released_at is null and s.id = :site and s.provider_id = :provider
              and t.finished_at is null
            order by t.id
            for no key update of t
            """.replace("{lock}", LOCK_RACK_OF_SCOPE);

    /** Locks a hash of the key, as an unused key has no row; keys with equal hashes wait for each other needlessly. */
    private static final String LOCK_KEY =
            "select pg_advisory_xact_lock(hashtextextended(:key, hashtextextended(:org, 0)))";

    /** Locks the rack, and reads what the key, locked by an earlier statement, was used for. */
    private static final String LOCK_RACK_AND_READ_KEY = """
            with locked as (
            {lock}
            )
            select task_id, fingerprint = sha256(convert_to(:fingerprint, 'UTF8')) as same
            from nico.idempotency_key where org = :org and key = :key
              and at > statement_timestamp() - make_interval(secs => :retention)
            """.replace("{lock}", LOCK_RACK_OF_SCOPE);

    /** Locks a task, and its rack if it is Waiting; returns empty when the scope has no such task. */
    Optional<TaskSnapshot> lockTask(TaskId id) {
        Locked locked = transaction.read(handle -> lockTask(handle, id));
        if (locked.waitingFor() == null) {
            return locked.snapshot().map(this::withStop);
        }
        RackOccupancy rack = readRack(locked.waitingFor());
        Optional<Task> waiting =
                rack.waiting().stream().filter(task -> task.id().equals(id)).findFirst();
        return waiting.isPresent()
                ? waiting.map(task -> new TaskSnapshot(task, null, rack, null))
                : transaction
                        .read(handle -> lockTask(handle, id))
                        .snapshot()
                        .map(this::withStop)
                        .map(promoted ->
                                new TaskSnapshot(promoted.task(), promoted.stop(), rack, promoted.nextLease()));
    }

    private Locked lockTask(Handle handle, TaskId id) {
        return Columns.bindScope(handle.createQuery(LOCK_TASK), scope)
                .bind("task", id.value())
                .map(Locked::read)
                .one();
    }

    /** An ended task is read again with its stop, by a statement after the one that locked it. */
    private TaskSnapshot withStop(TaskSnapshot locked) {
        return locked.task().status().isTerminal() ? find(locked.task().id()) : locked;
    }

    /** Locks a rack and the open tasks that hold it. */
    RackOccupancy lockRack(RackId rack) {
        transaction.read(handle -> Columns.bindScope(handle.createQuery(LOCK_RACK), scope)
                .bind("rack", rack.value())
                .mapTo(UUID.class)
                .list());
        return readRack(rack);
    }

    /** Locks the key, then the rack, and returns what the key was used for; empty if it counts as unused. */
    Optional<KeyUse> lockKey(IdempotencyKey key, RackId rack) {
        return transaction.read(handle -> {
            handle.createQuery(LOCK_KEY)
                    .bind("org", key.org().value())
                    .bind("key", key.key())
                    .map((row, context) -> key)
                    .one();
            return Columns.bindScope(handle.createQuery(LOCK_RACK_AND_READ_KEY), scope)
                    .bind("rack", rack.value())
                    .bind("org", key.org().value())
                    .bind("key", key.key())
                    .bind("fingerprint", key.fingerprint())
                    .bind("retention", Columns.seconds(IdempotencyKey.RETENTION))
                    .map((row, context) -> new KeyUse(new TaskId(Columns.uuid(row, "task_id")), row.getBoolean("same")))
                    .findOne();
        });
    }

    /** Reads a rack that an earlier statement has locked; writes, as it deletes expired leases. */
    RackOccupancy readRack(RackId rack) {
        return transaction.write(handle -> RackOccupancyRow.read(handle, scope, rack, attentionAfter));
    }

    /** Reads a task that exists. */
    TaskSnapshot find(TaskId id) {
        return transaction
                .read(handle -> TaskWithStopRow.find(handle, scope, id, attentionAfter))
                .orElseThrow();
    }

    /**
     * What an idempotency key was used for.
     *
     * @param task the task that was submitted
     * @param sameRequest whether the request was the same
     */
    record KeyUse(TaskId task, boolean sameRequest) {}

    /** A locked task, or the locked rack that a task waits for, or neither. */
    private record Locked(
            @Nullable TaskSnapshot task, @Nullable RackId waitingFor) {

        static Locked read(ResultSet row, StatementContext context) throws SQLException {
            UUID rack = row.getObject("waiting_for", UUID.class);
            if (row.getObject("id") == null) {
                return new Locked(null, rack == null ? null : new RackId(rack));
            }
            Task task = TaskRow.read(row, context);
            long number = row.getLong("next_lease");
            Lease lease =
                    row.wasNull() ? null : new Lease(task.id(), number, new FencingToken(row.getLong("fencing_token")));
            return new Locked(new TaskSnapshot(task, null, null, lease), null);
        }

        Optional<TaskSnapshot> snapshot() {
            return Optional.ofNullable(task);
        }
    }
}
