package io.nicotask.adapter.persistence;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.IdempotencyKey;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.TaskSnapshot;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads under locks, decides, and writes all changes by one {@link DecisionStatement}. */
final class JdbiTaskStorage implements TaskStorage {

    /**
     * Locks the task, or the rack of a task that waits for it, and returns one row, of nulls if there is none. A lock that
     * was waited for returns the row as the other transaction has committed it; the joined rows are older then, but
     * nothing of them changes while the task is open.
     */
    private static final String LOCK = """
            with locked as materialized (
                select {columns} from task t join site s on s.id = t.site_id
                where t.id = :task and s.id = :site and s.provider_id = :provider and t.deadline_at is null
                for no key update of t
            ), waiting as materialized (
                select t.site_id, t.rack_id from task t join site s on s.id = t.site_id
                where t.id = :task and s.id = :site and s.provider_id = :provider and t.deadline_at is not null
            ), rack_lock as (
                insert into rack as r (site_id, rack_id) select site_id, rack_id from waiting
                on conflict (site_id, rack_id) do update set fencing_token = r.fencing_token where false
            )
            select t.*, waiting.rack_id as waiting_for, g.fencing_token,
                   case when g.task_id is not null and t.finished_at is null
                        then nextval('rack_lease_number_seq') end as next_lease
            from (values (1)) one
            left join locked t on true
            left join waiting on true
            left join rack_reservation g on g.task_id = t.id and g.released_at is null
            """.replace("{columns}", TaskRow.QUALIFIED_COLUMNS);

    /**
     * Locks the rack, then the open tasks that hold it: the rows of the tasks are locked when all parts have run. A task
     * that was given the rack while this statement waited is not locked, but guarded by its version.
     */
    private static final String LOCK_RACK = """
            with locked as (
            {lock}
            returning r.rack_id
            )
            select t.id
            from (select count(*) from locked) one
            cross join rack_reservation g
            join site s on s.id = g.site_id
            join task t on t.id = g.task_id
            where g.rack_id = :rack and g.released_at is null and s.id = :site and s.provider_id = :provider
              and t.finished_at is null
            order by t.id
            for no key update of t
            """.replace("{lock}", JdbiRackReservations.LOCK);

    /** Locks a hash of the key, as an unused key has no row; keys with equal hashes wait for each other needlessly. */
    private static final String LOCK_KEY =
            "select pg_advisory_xact_lock(hashtextextended(:key, hashtextextended(:org, 0)))";

    /** Locks the rack, and reads what the key, locked by an earlier statement, was used for. */
    private static final String LOCK_RACK_AND_READ_KEY = """
            with locked as (
            {lock}
            )
            select task_id, fingerprint = sha256(convert_to(:fingerprint, 'UTF8')) as same
            from idempotency_key where org = :org and key = :key and at > :expiredBefore
            """.replace("{lock}", JdbiRackReservations.LOCK);

    private final JdbiTransactions transactions;
    private final JdbiRackReservations racks;
    private final JdbiWorkflowOutbox outbox;
    private final JdbiTaskStore tasks;
    private final InstantSource clock;

    /** Measures the age of idempotency keys by the clock. */
    JdbiTaskStorage(
            JdbiTransactions transactions,
            JdbiRackReservations racks,
            JdbiWorkflowOutbox outbox,
            JdbiTaskStore tasks,
            InstantSource clock) {
        this.transactions = transactions;
        this.racks = racks;
        this.outbox = outbox;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Override
    public <R> Optional<R> decide(TaskScope scope, TaskId task, Function<TaskSnapshot, Decision<R>> decision) {
        return Transactions.decide(
                transactions, () -> lock(scope, task).map(snapshot -> write(scope, decision.apply(snapshot), null)));
    }

    @Override
    public <R> R decideOnRack(TaskScope scope, RackId rack, Function<RackOccupancy, Decision<R>> decision) {
        return Transactions.decide(transactions, () -> write(scope, decision.apply(lock(scope, rack)), null));
    }

    @Override
    public <R> KeyedResult<R> decideOnce(
            TaskScope scope, RackId rack, IdempotencyKey key, Function<RackOccupancy, Decision<R>> decision) {
        return Transactions.decide(transactions, () -> {
            Instant now = clock.instant();
            Optional<KeyUse> earlier = transactions.read(handle -> lock(handle, scope, rack, key, now));
            if (earlier.isEmpty()) {
                Decision<R> decided = decision.apply(racks.readLocked(scope, rack));
                return new KeyedResult.Decided<>(write(scope, decided, new KeyedAt(key, now)));
            }
            return earlier.get().sameRequest()
                    ? new KeyedResult.SameRequest<>(find(scope, earlier.get().task()))
                    : new KeyedResult.DifferentRequest<>();
        });
    }

    private static Optional<KeyUse> lock(Handle handle, TaskScope scope, RackId rack, IdempotencyKey key, Instant now) {
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
                .bind("expiredBefore", now.minus(IdempotencyKeys.RETENTION))
                .map((row, context) -> new KeyUse(new TaskId(Columns.uuid(row, "task_id")), row.getBoolean("same")))
                .findOne();
    }

    /** Reads the rack in a second statement: one that waited for a lock has a snapshot from before the wait. */
    private RackOccupancy lock(TaskScope scope, RackId rack) {
        return transactions.write(handle -> {
            Columns.bindScope(handle.createQuery(LOCK_RACK), scope)
                    .bind("rack", rack.value())
                    .map((row, context) -> Columns.uuid(row, "id"))
                    .list();
            return racks.readLocked(scope, rack);
        });
    }

    private Optional<TaskSnapshot> lock(TaskScope scope, TaskId id) {
        Locked locked = transactions.read(handle -> lock(handle, scope, id));
        if (locked.waitingFor() == null) {
            return locked.snapshot().map(snapshot -> withStop(scope, snapshot, null));
        }
        RackOccupancy rack = racks.readLocked(scope, locked.waitingFor());
        Optional<Task> waiting =
                rack.waiting().stream().filter(task -> task.id().equals(id)).findFirst();
        return waiting.isPresent()
                ? waiting.map(task -> new TaskSnapshot(task, null, rack, null))
                : transactions
                        .read(handle -> lock(handle, scope, id))
                        .snapshot()
                        .map(promoted -> withStop(scope, promoted, rack));
    }

    private static Locked lock(Handle handle, TaskScope scope, TaskId id) {
        return Columns.bindScope(handle.createQuery(LOCK), scope)
                .bind("task", id.value())
                .map((row, context) -> Locked.read(row, context))
                .one();
    }

    private TaskSnapshot find(TaskScope scope, TaskId id) {
        return withStop(scope, new TaskSnapshot(tasks.find(scope, id).orElseThrow(), null, null, null), null);
    }

    /** The stop of an ended task is read after the task was locked. */
    private TaskSnapshot withStop(TaskScope scope, TaskSnapshot read, @Nullable RackOccupancy rack) {
        Task task = read.task();
        return task.status().isTerminal()
                ? new TaskSnapshot(
                        task,
                        outbox.stopOf(scope, task.id()).map(StopDelivery::stop).orElse(null),
                        rack,
                        null)
                : new TaskSnapshot(task, null, rack, read.nextLease());
    }

    private <R> R write(TaskScope scope, Decision<R> decision, @Nullable KeyedAt key) {
        List<Change> changes = decision.changes();
        if (!changes.isEmpty()) {
            DecisionStatement statement = new DecisionStatement(scope, changes);
            transactions.write(handle -> {
                if (key != null) {
                    statement.addKey(key.key(), changes, key.now());
                }
                statement.execute(handle);
                statement.trace().ifPresent(transactions::markCommit);
                return changes;
            });
        }
        return decision.answer();
    }

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

    private record KeyUse(TaskId task, boolean sameRequest) {}

    private record KeyedAt(IdempotencyKey key, Instant now) {}
}
