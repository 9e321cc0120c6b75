package io.nicotask.adapter.persistence;

import io.nicotask.application.port.RackOccupancy;
import io.nicotask.application.port.Reservation;
import io.nicotask.application.port.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.RackId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A task that holds a reservation of the rack, or waits for one. A rack without tasks has one row, too.
 *
 * @param asOf when the rack was read
 * @param reservation the task, and what it would hold the rack for; null if the rack has no task
 * @param holds whether it holds a reservation
 */
record RackOccupancyRow(Instant asOf, @Nullable Reservation reservation, boolean holds) {

    /**
     * Reads the tasks that hold the rack and those that wait for it, from one snapshot.
     *
     * <p>A lease that is reported as expired must never be renewed, and an uncommitted renewal cannot be seen. So the
     * statement deletes the expired leases of ended tasks, and counts a lease that another transaction has locked as
     * live. (Leases of open tasks stay: their rows are locked after the task's row, and decide nothing.)
     */
    private static final String QUERY =
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
            select clock.as_of, {task}, m.holds,
                   array(select l.number from rack_lease l
                         where m.holds and l.task_id = t.id
                           and (l.until > clock_timestamp()
                                or t.finished_at is not null and l.number not in (table expired))) as leases
            from (select clock_timestamp() as as_of) clock
            left join member m on true left join task t on t.id = m.task_id {stop}
            order by t.queue_position
            """.replace("{task}", TaskWithStopRow.COLUMNS).replace("{stop}", TaskWithStopRow.JOIN_STOP);

    /** Reads a rack that an earlier statement of the transaction has locked. */
    static RackOccupancy read(Handle handle, TaskScope scope, RackId rack, Duration attentionAfter) {
        List<RackOccupancyRow> rows = Columns.bindScope(handle.createQuery(QUERY), scope)
                .bind("rack", rack.value())
                .map((row, context) -> read(row, context, attentionAfter))
                .list();
        return new RackOccupancy(
                rows.getFirst().asOf(),
                reservations(rows, true).toList(),
                reservations(rows, false).map(Reservation::task).toList());
    }

    private static Stream<Reservation> reservations(List<RackOccupancyRow> rows, boolean holding) {
        return rows.stream().filter(row -> row.holds() == holding).flatMap(row -> Stream.ofNullable(row.reservation()));
    }

    private static RackOccupancyRow read(ResultSet row, StatementContext context, Duration attentionAfter)
            throws SQLException {
        Instant asOf = Columns.instant(row, "as_of");
        if (row.getObject("id") == null) {
            return new RackOccupancyRow(asOf, null, false);
        }
        TaskSnapshot task = TaskWithStopRow.read(row, context, attentionAfter);
        Reservation reservation = new Reservation(
                task.task(),
                Set.of((Long[]) row.getArray("leases").getArray()),
                StepsColumnJson.keys(
                        row.getString("unfinished_steps"), task.task().id()),
                task.stop());
        return new RackOccupancyRow(asOf, reservation, row.getBoolean("holds"));
    }
}
