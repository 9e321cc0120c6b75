package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.domain.task.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * A task that holds a reservation of the rack, or waits for one.
 *
 * @param task the task
 * @param holds whether it holds a reservation
 * @param leased whether it has a live lease
 * @param stopped whether its workflow is known to be closed, or an operator has resolved its stop
 * @param unfinished whether it has an unfinished step
 */
record RackOccupancyRow(Task task, boolean holds, boolean leased, boolean stopped, boolean unfinished) {

    /**
     * Reads the tasks that hold the rack and those that wait for it, from one snapshot.
     *
     * <p>A lease that is reported as expired must never be renewed, and an uncommitted renewal cannot be seen. So the
     * statement deletes the expired leases of ended tasks, and counts a lease that another transaction has locked as
     * live. (Leases of open tasks stay: their rows are locked after the task's row, and decide nothing.)
     */
    static final String QUERY = """
            with held as (
                select g.task_id from rack_reservation g join site s on s.id = g.site_id
                where g.rack_id = :rack and g.released_at is null and s.id = :site and s.provider_id = :provider
            ), expired as materialized (
                select l.number
                from held join task t on t.id = held.task_id and t.finished_at is not null
                cross join lateral (
                    select number from rack_lease
                    where task_id = t.id and until <= clock_timestamp()
                    for update skip locked
                ) l
            ), deleted as (
                delete from rack_lease l using expired where l.number = expired.number
            )
            select {columns}, t.queue_position, true as holds,
                   exists (select from rack_lease l
                           where l.task_id = t.id
                             and (l.until > clock_timestamp()
                                  or t.finished_at is not null and l.number not in (table expired))) as leased,
                   exists (select from workflow_outbox r
                           where r.task_id = t.id and r.kind = 'STOP'
                             and (r.done_at is not null or r.resolved_at is not null)) as stopped,
                   exists (select from unfinished_step u where u.task_id = t.id) as unfinished
            from held join task t on t.id = held.task_id
            union all
            select {columns}, t.queue_position, false, false, false, false
            from task t join site s on s.id = t.site_id
            where t.rack_id = :rack and t.deadline_at is not null and s.id = :site and s.provider_id = :provider
            order by queue_position
            """.replace("{columns}", TaskRow.QUALIFIED_COLUMNS);

    static RackOccupancy occupancy(Query query) {
        List<RackOccupancyRow> rows = query.map(RackOccupancyRow::read).list();
        return new RackOccupancy(
                rows.stream()
                        .filter(RackOccupancyRow::holds)
                        .map(RackOccupancyRow::toReservation)
                        .toList(),
                rows.stream()
                        .filter(Predicate.not(RackOccupancyRow::holds))
                        .map(RackOccupancyRow::task)
                        .toList());
    }

    private static RackOccupancyRow read(ResultSet row, StatementContext context) throws SQLException {
        return new RackOccupancyRow(
                TaskRow.read(row, context),
                row.getBoolean("holds"),
                row.getBoolean("leased"),
                row.getBoolean("stopped"),
                row.getBoolean("unfinished"));
    }

    private Reservation toReservation() {
        return new Reservation(task, leased, stopped, unfinished);
    }
}
