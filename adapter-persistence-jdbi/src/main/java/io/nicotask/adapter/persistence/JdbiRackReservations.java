package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackReservations;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Locks a rack by its row, which the first lock inserts. */
final class JdbiRackReservations implements RackReservations {

    /** Locks an existing row without writing it: {@code where false} skips the update, but not the lock. */
    static final String LOCK = """
            insert into rack as r (site_id, rack_id)
            select s.id, :rack from site s where s.id = :site and s.provider_id = :provider
            on conflict (site_id, rack_id) do update set fencing_token = r.fencing_token where false
            """;

    /** Reservations take every second token; the next one is for the quiesce of the task. */
    private static final String GRANT = """
            with next as (
                insert into rack as r (site_id, rack_id, fencing_token)
                select t.site_id, t.rack_id, 2
                from task t join site s on s.id = t.site_id
                where t.id = :task and s.id = :site and s.provider_id = :provider
                  and not exists (select from rack_reservation g where g.task_id = t.id)
                on conflict (site_id, rack_id) do update set fencing_token = r.fencing_token + 2
                returning r.*
            )
            insert into rack_reservation (task_id, site_id, rack_id, fencing_token, granted_at)
            select :task, site_id, rack_id, fencing_token, clock_timestamp() from next
            """;

    private static final String RELEASE = """
            with released as (
                update rack_reservation g set released_at = clock_timestamp()
                from site s
                where g.task_id = :task and g.released_at is null
                  and s.id = g.site_id and s.id = :site and s.provider_id = :provider
                returning g.task_id
            ), drained as (
                update workflow_outbox r set draining = false
                from released where r.task_id = released.task_id and r.kind = 'STOP' and r.draining
            )
            delete from rack_lease l using released where l.task_id = released.task_id
            """;

    private static final String SCHEDULE_CHECK = """
            update rack r set next_check_at = clock_timestamp() + make_interval(secs => :delay)
            from site s
            where r.rack_id = :rack and s.id = r.site_id and s.id = :site and s.provider_id = :provider
            """;

    private static final String CANCEL_CHECK = """
            update rack r set next_check_at = null
            from site s
            where r.rack_id = :rack and r.next_check_at is not null
              and s.id = r.site_id and s.id = :site and s.provider_id = :provider
            """;

    /** Skips rows that other transactions have locked, so that no replica waits. */
    private static final String CLAIM_DUE = """
            with due as materialized (
                select r.site_id, r.rack_id, r.next_check_at from rack r
                where r.next_check_at <= statement_timestamp()
                order by r.next_check_at limit :limit
                for no key update of r skip locked
            ), claimed as (
                update rack r set next_check_at = clock_timestamp() + make_interval(secs => :delay)
                from due where r.site_id = due.site_id and r.rack_id = due.rack_id
                returning due.*
            )
            select * from claimed order by next_check_at
            """;

    private final JdbiTransactions transactions;
    private final Duration attentionAfter;

    /** Reports an unconfirmed stop as needing attention after {@code attentionAfter}. */
    JdbiRackReservations(JdbiTransactions transactions, Duration attentionAfter) {
        this.transactions = transactions;
        this.attentionAfter = attentionAfter;
    }

    /** Reads the rack in a second statement: one that waited for the lock has a snapshot from before the wait. */
    @Override
    public RackOccupancy lock(TaskScope scope, RackId rack) {
        return transactions.write(handle -> {
            bindRack(rack, Columns.bindScope(handle.createUpdate(LOCK), scope)).execute();
            return readLocked(scope, rack);
        });
    }

    /** Reads a rack that an earlier statement of the transaction has locked. */
    RackOccupancy readLocked(TaskScope scope, RackId rack) {
        return transactions.write(handle -> RackOccupancyRow.occupancy(
                bindRack(rack, Columns.bindScope(handle.createQuery(RackOccupancyRow.QUERY), scope)), attentionAfter));
    }

    @Override
    public void grant(TaskScope scope, Task task) {
        int granted = transactions.write(handle -> Columns.bindScope(handle.createUpdate(GRANT), scope)
                .bind("task", task.id().value())
                .execute());
        if (granted == 0) {
            throw new IllegalStateException(task + " has had its rack, or is not of " + scope);
        }
    }

    @Override
    public void release(TaskScope scope, TaskId task) {
        transactions.write(handle -> Columns.bindScope(handle.createUpdate(RELEASE), scope)
                .bind("task", task.value())
                .execute());
    }

    @Override
    public void scheduleCheck(TaskScope scope, RackId rack, @Nullable Duration delay) {
        transactions.write(handle -> delay == null
                ? bindRack(rack, Columns.bindScope(handle.createUpdate(CANCEL_CHECK), scope))
                        .execute()
                : bindRack(rack, Columns.bindScope(handle.createUpdate(SCHEDULE_CHECK), scope))
                        .bind("delay", Columns.seconds(delay))
                        .execute());
    }

    @Override
    public List<DueRack> claimDue(int limit, Duration delay) {
        return transactions.write(handle -> claimDue(handle, limit, delay));
    }

    private static List<DueRack> claimDue(Handle handle, int limit, Duration delay) {
        return handle.createQuery(CLAIM_DUE)
                .bind("limit", limit)
                .bind("delay", Columns.seconds(delay))
                .map((row, context) ->
                        new DueRack(new SiteId(Columns.uuid(row, "site_id")), new RackId(Columns.uuid(row, "rack_id"))))
                .list();
    }

    private static <S extends SqlStatement<S>> S bindRack(RackId rack, S statement) {
        return statement.bind("rack", rack.value());
    }
}
