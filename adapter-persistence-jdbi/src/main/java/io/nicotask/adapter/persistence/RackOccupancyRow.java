package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
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
     * <p>The lease of a process that is reported as expired must never be renewed, and an uncommitted renewal cannot be
     * seen. So the statement deletes the leases that have expired, and counts one that another transaction has locked as
     * valid.
     */
    private static final String QUERY =
            """
            with held as (
                select g.task_id from nico.rack_reservation g join nico.site s on s.id = g.site_id
                where g.rack_id = :rack and g.released_at is null and s.id = :site and s.provider_id = :provider
            ), expired as materialized (
                select process_id from nico.process_lease
                where until <= clock_timestamp()
                  and process_id in (select l.process_id from held join nico.rack_lease l on l.task_id = held.task_id)
                for update skip locked
            ), deleted as (
                delete from nico.process_lease p using expired where p.process_id = expired.process_id
            ), member as (
                select task_id, true as holds from held
                union all
                select t.id, false from nico.task t join nico.site s on s.id = t.site_id
                where t.rack_id = :rack and t.deadline_at is not null and s.id = :site and s.provider_id = :provider
            )
            select clock.as_of, {task}, m.holds,
                   array(select l.number from nico.rack_lease l join nico.process_lease p on p.process_id = l.process_id
                         where m.holds and l.task_id = t.id and p.process_id not in (table expired)) as leases
            from (select clock_timestamp() as as_of) clock
            left join member m on true left join nico.task t on t.id = m.task_id {stop}
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
