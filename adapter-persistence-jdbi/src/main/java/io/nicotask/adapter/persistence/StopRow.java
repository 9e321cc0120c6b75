package io.nicotask.adapter.persistence;

import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopInstants;
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
 * Reads what is known of a stop: its entry in the outbox, the rack reservation and the unfinished steps of its task.
 * What that means is up to {@link Stop}.
 */
final class StopRow {

    /**
     * The facts of the stop of {@code task t} in {@code workflow_outbox r}, with the reservation in {@code
     * rack_reservation g}. The rack of a task that never had a reservation is free from the beginning.
     */
    static final String FACTS = """
            r.requested_at, r.done_at, r.acts_until, r.last_command_begun_at, r.resolved_at,
            case when g.task_id is null then r.requested_at else g.released_at end as rack_free_at,
            clock_timestamp() as read_at,\s""" + StepsColumnJson.EXPRESSION + " as unfinished_steps";

    /** Shows the stops of the tasks in {@code shown}. */
    private static final String SHOW = """
            select r.task_id, r.claim_number, r.last_cause, r.site_id, t.status, t.rack_id,
                   array(select w.id from task w
                         where w.site_id = r.site_id and w.rack_id = t.rack_id and w.deadline_at is not null
                         order by w.queue_position limit <queue>) as waiting,
            """.replace("<queue>", Integer.toString(RackQueue.LIMIT)) + FACTS + """

            from workflow_outbox r join task t on t.id = r.task_id
            left join rack_reservation g on g.task_id = r.task_id
            where r.kind = 'STOP' and r.task_id = any (array(select task_id from shown))
            order by r.requested_at, r.task_id
            """;

    /** Finds the stops that may be unconfirmed by an index; {@link #readUnconfirmed} drops the others. */
    static final String UNCONFIRMED = """
            with shown as (
                select r.task_id from workflow_outbox r join site s on s.id = r.site_id
                where r.kind = 'STOP' and (r.draining or (r.done_at is null and r.resolved_at is null))
                  and (r.requested_at, r.task_id) > (:requested, :id)
                  and r.site_id = :site and s.id = :site and s.provider_id = :provider
                order by r.requested_at, r.task_id limit :limit
            )
            """ + SHOW;

    /**
     * Locks the stops that may need attention and have no alert, and reads them. Skips rows that other transactions have
     * locked, so that no replica waits.
     */
    static final String UNALERTED = """
            with candidate as (
                (select task_id from workflow_outbox r
                 where kind = 'STOP' and (draining or (done_at is null and resolved_at is null)) and alerted_at is null
                   and requested_at < clock_timestamp() - make_interval(secs => :attentionAfter)
                   and (acts_until is null
                        or acts_until < clock_timestamp() - make_interval(secs => :attentionAfter))
                   and not exists (select from unfinished_step u where u.task_id = r.task_id)
                 order by requested_at limit :limit)
                union
                select task_id from unfinished_step
                where next_check_at is not null
                  and (unknown <> '{}' or deadline_at < clock_timestamp()
                       or known_at < clock_timestamp() - make_interval(secs => :attentionAfter))
            ), shown as materialized (
                select task_id from workflow_outbox
                where kind = 'STOP' and alerted_at is null and task_id = any (array(select task_id from candidate))
                order by requested_at, task_id limit :limit
                for update skip locked
            )
            """ + SHOW;

    static final String MARK_ALERTED = """
            update workflow_outbox set alerted_at = clock_timestamp() where kind = 'STOP' and task_id = any (:tasks)
            """;

    private StopRow() {}

    /** Reads the {@link #FACTS} about the stop of the task. */
    static Stop readStop(ResultSet row, TaskId task, Duration attentionAfter) throws SQLException {
        return Stop.rehydrated(
                task,
                new StopInstants(
                        Columns.instant(row, "requested_at"),
                        Columns.instantOrNull(row, "done_at"),
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
                row.getLong("claim_number"),
                row.getString("last_cause"));
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
