package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A task that holds a reservation of the rack, or waits for one.
 *
 * @param task the task
 * @param holds whether it holds a reservation
 * @param leases the numbers of its live leases
 * @param unfinished its unfinished steps
 * @param stop its stop, or null before it was requested
 */
record RackOccupancyRow(
        Task task,
        boolean holds,
        Set<Long> leases,
        Set<StepKey> unfinished,
        @Nullable Stop stop) {

    /**
     * Reads the tasks that hold the rack and those that wait for it, from one snapshot.
     *
     * <p>A lease that is reported as expired must never be renewed, and an uncommitted renewal cannot be seen. So the
     * statement deletes the expired leases of ended tasks, and counts a lease that another transaction has locked as
     * live. (Leases of open tasks stay: their rows are locked after the task's row, and decide nothing.)
     */
    static final String QUERY =
            """
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
            ), member as (
                select task_id, true as holds from held
                union all
                select t.id, false from task t join site s on s.id = t.site_id
                where t.rack_id = :rack and t.deadline_at is not null and s.id = :site and s.provider_id = :provider
            )
            select {columns}, m.holds,
                   array(select l.number from rack_lease l
                         where m.holds and l.task_id = t.id
                           and (l.until > clock_timestamp()
                                or t.finished_at is not null and l.number not in (table expired))) as leases,
                   array(select u.stage || ' ' || u.component_type from unfinished_step u
                         where m.holds and u.task_id = t.id) as unfinished,
                   r.task_id is not null as has_stop, {facts}
            from member m join task t on t.id = m.task_id
            left join rack_reservation g on g.task_id = t.id
            left join workflow_outbox r on r.task_id = t.id and r.kind = 'STOP'
            order by t.queue_position
            """.replace("{columns}", TaskRow.QUALIFIED_COLUMNS).replace("{facts}", StopRow.FACTS);

    static RackOccupancy occupancy(Query query, Duration attentionAfter) {
        List<RackOccupancyRow> rows =
                query.map((row, context) -> read(row, context, attentionAfter)).list();
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

    private static RackOccupancyRow read(ResultSet row, StatementContext context, Duration attentionAfter)
            throws SQLException {
        Task task = TaskRow.read(row, context);
        return new RackOccupancyRow(
                task,
                row.getBoolean("holds"),
                Set.of((Long[]) row.getArray("leases").getArray()),
                Stream.of((String[]) row.getArray("unfinished").getArray())
                        .map(step -> keyOf(task.id(), step))
                        .collect(Collectors.toSet()),
                row.getBoolean("has_stop") ? StopRow.readStop(row, task.id(), attentionAfter) : null);
    }

    private Reservation toReservation() {
        return new Reservation(task, leases, unfinished, stop);
    }

    private static StepKey keyOf(TaskId task, String stageAndType) {
        int blank = stageAndType.indexOf(' ');
        return new StepKey(
                task,
                Integer.parseInt(stageAndType.substring(0, blank)),
                ComponentType.ofLabel(stageAndType.substring(blank + 1)).orElseThrow());
    }
}
