package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StopQueries.StopDelivery;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads what is known of a stop: its row, and the rack reservation and the unfinished steps of its task.
 * What that means is up to {@link Stop}.
 */
final class StopRow {

    /**
     * The facts of the stop of {@code task t} in {@code task_stop r}, with the reservation in {@code
     * rack_reservation g}. The rack of a task that never had a reservation is free from the beginning.
     */
    static final String FACTS = """
            r.decided_at, r.engine_closed_at, r.acts_until, r.last_command_begun_at, r.resolved_at,
            case when g.task_id is null then r.decided_at else g.released_at end as rack_free_at,
            clock_timestamp() as read_at,\s""" + StepsColumnJson.EXPRESSION + " as unfinished_steps";

    /** Shows the stops of the tasks in {@code shown}. */
    private static final String SHOW = """
            select r.task_id, coalesce(w.claim_number, r.tries) as attempts, w.cause, r.site_id, t.status, t.rack_id,
                   array(select q.id from nico.task q
                         where q.site_id = r.site_id and q.rack_id = t.rack_id and q.deadline_at is not null
                         order by q.queue_position limit <queue>) as waiting,
            """.replace("<queue>", Integer.toString(RackQueue.LIMIT)) + FACTS + """

            from nico.task_stop r join nico.task t on t.id = r.task_id
            left join nico.rack_reservation g on g.task_id = r.task_id
            left join nico.work w on w.kind = 'STOP_WORKFLOW' and w.site_id = r.site_id and w.key = r.task_id
            where r.task_id = any (array(select task_id from shown))
            order by r.decided_at, r.task_id
            """;

    /** Finds the stops that may be unconfirmed by an index; {@link #readUnconfirmed} drops the others. */
    static final String UNCONFIRMED = """
            with shown as (
                select r.task_id from nico.task_stop r join nico.site s on s.id = r.site_id
                where r.unconfirmed and (r.decided_at, r.task_id) > (:decided, :id)
                  and r.site_id = :site and s.id = :site and s.provider_id = :provider
                order by r.decided_at, r.task_id limit :limit
            )
            """ + SHOW;

    static final String OF_TASK = """
            with shown as (
                select r.task_id from nico.task_stop r join nico.site s on s.id = r.site_id
                where r.task_id = :task and s.id = :site and s.provider_id = :provider
            )
            """ + SHOW;

    private StopRow() {}

    /** Reads the {@link #FACTS} about the stop of the task. */
    static Stop readStop(ResultSet row, TaskId task, Duration attentionAfter) throws SQLException {
        return Stop.rehydrated(
                task,
                new StopInstants(
                        Columns.instant(row, "decided_at"),
                        Columns.instantOrNull(row, "engine_closed_at"),
                        Columns.instantOrNull(row, "acts_until"),
                        Columns.instantOrNull(row, "last_command_begun_at"),
                        Columns.instantOrNull(row, "rack_free_at"),
                        Columns.instantOrNull(row, "resolved_at")),
                StepsColumnJson.statuses(row.getString("unfinished_steps")),
                Columns.instant(row, "read_at"),
                attentionAfter);
    }

    private static StopDelivery readDelivery(ResultSet row, Duration attentionAfter) throws SQLException {
        return new StopDelivery(
                readStop(row, new TaskId(Columns.uuid(row, "task_id")), attentionAfter),
                row.getLong("attempts"),
                row.getString("cause"));
    }

    /** Reads the unconfirmed ones of the stops. */
    static List<UnconfirmedStop> readUnconfirmed(Query query, Duration attentionAfter) {
        return query.map((row, context) -> readShown(row, attentionAfter)).stream()
                .filter(shown -> shown.stop().status() != StopStatus.CONFIRMED)
                .toList();
    }

    private static UnconfirmedStop readShown(ResultSet row, Duration attentionAfter) throws SQLException {
        UUID[] waiting = (UUID[]) row.getArray("waiting").getArray();
        return new UnconfirmedStop(
                new SiteId(Columns.uuid(row, "site_id")),
                TaskStatus.ofLabel(row.getString("status")).orElseThrow(),
                new RackId(Columns.uuid(row, "rack_id")),
                readDelivery(row, attentionAfter),
                Stream.of(waiting).map(TaskId::new).toList());
    }
}
