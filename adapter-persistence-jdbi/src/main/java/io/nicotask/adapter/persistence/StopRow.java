package io.nicotask.adapter.persistence;

import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads stops from the outbox, and the rack reservations and unfinished steps of their tasks. */
final class StopRow {

    /** A step of an ended task that is not observed, or is over its time limit, or has an unknown status. */
    private static final String NEEDS_ATTENTION = """
            (u.unknown <> '{}'
             or clock_timestamp() > u.deadline_at
             or clock_timestamp() > u.known_at + make_interval(secs => :attentionAfter))
            """;

    /** A task that never had a rack reservation has none to release. */
    static final String COLUMNS = """
            select r.task_id, r.site_id, r.requested_at, r.claim_number, r.done_at, r.resolved_at,
                   coalesce(r.last_cause, steps.last_cause) as last_cause,
                   g.released_at,
                   g.task_id is not null and g.released_at is null as holds,
                   coalesce(steps.need_attention,
                            clock_timestamp() > r.requested_at + make_interval(secs => :attentionAfter)) as attention
            from workflow_outbox r join site s on s.id = r.site_id left join rack_reservation g on g.task_id = r.task_id
            cross join lateral (
                select bool_or\s""" + NEEDS_ATTENTION + """
                       as need_attention, min(u.last_cause) as last_cause
                from unfinished_step u where u.task_id = r.task_id
            ) steps
            """;

    /** Adds the task, and returns one row for each component of unknown status. */
    private static final String OPEN = """
            , shown as (
                select * from stop
                where holds or (done_at is null and resolved_at is null)
                order by requested_at, task_id limit :limit
            )
            select shown.*, t.status, t.rack_id, a.component_type, a.component_id, a.reason, a.at
            from shown join task t on t.id = shown.task_id
            left join lateral (
                select u.component_type, cast(unknown.key as uuid) as component_id, unknown.value as reason,
                       u.known_at as at
                from unfinished_step u cross join lateral jsonb_each_text(u.unknown) unknown
                where u.task_id = shown.task_id
            ) a on true
            order by shown.requested_at, shown.task_id, a.component_id
            """;

    /** The last step drops the stops that have been confirmed since their draining began. */
    static final String UNCONFIRMED = """
            with stop as (
            """ + COLUMNS + """
                where r.kind = 'STOP' and (r.draining or (r.done_at is null and r.resolved_at is null))
                  and (r.requested_at, r.task_id) > (:requested, :id)
                  and r.site_id = :site and s.id = :site and s.provider_id = :provider
                order by r.requested_at, r.task_id limit :limit
            )
            """ + OPEN;

    /** Skips rows that other transactions have locked, so that no replica waits. */
    static final String CLAIM_UNALERTED = """
            with candidate as (
                (select task_id from workflow_outbox r
                 where kind = 'STOP' and done_at is null and resolved_at is null and alerted_at is null
                   and requested_at < clock_timestamp() - make_interval(secs => :attentionAfter)
                   and not exists (select from unfinished_step u where u.task_id = r.task_id)
                 order by requested_at limit :limit)
                union
                select task_id from unfinished_step u
                where next_check_at is not null and\s""" + NEEDS_ATTENTION + """
            ), free as materialized (
                select task_id from workflow_outbox
                where kind = 'STOP' and alerted_at is null and task_id = any (array(select task_id from candidate))
                order by requested_at, task_id limit :limit
                for update skip locked
            ), alerted as (
                update workflow_outbox set alerted_at = clock_timestamp()
                where kind = 'STOP' and task_id = any (array(select task_id from free))
                returning task_id
            ), stop as (
            """ + COLUMNS + """
                where r.kind = 'STOP' and r.task_id = any (array(select task_id from alerted))
            )
            """ + OPEN;

    private StopRow() {}

    /** Maps a row. */
    static StopStatus readStop(ResultSet row, StatementContext context) throws SQLException {
        Instant confirmedAt = confirmedAt(row);
        return new StopStatus(
                state(row, confirmedAt),
                Columns.instant(row, "requested_at"),
                confirmedAt,
                row.getLong("claim_number"),
                row.getString("last_cause"));
    }

    /** Merges the rows of each stop, one for each of its alerts. */
    static List<UnconfirmedStop> readUnconfirmed(Query query) {
        Map<TaskId, UnconfirmedStop> stops = new LinkedHashMap<>();
        query.map(StopRow::readRow).forEach(one -> stops.merge(one.task(), one, StopRow::merge));
        return new ArrayList<>(stops.values());
    }

    private static UnconfirmedStop merge(UnconfirmedStop stop, UnconfirmedStop more) {
        List<InspectionAlert> alerts =
                Stream.concat(stop.alerts().stream(), more.alerts().stream()).toList();
        return new UnconfirmedStop(stop.site(), stop.task(), stop.status(), stop.rack(), stop.stop(), alerts);
    }

    private static UnconfirmedStop readRow(ResultSet row, StatementContext context) throws SQLException {
        TaskId task = new TaskId(Columns.uuid(row, "task_id"));
        return new UnconfirmedStop(
                new SiteId(Columns.uuid(row, "site_id")),
                task,
                TaskStatus.ofLabel(row.getString("status")).orElseThrow(),
                new RackId(Columns.uuid(row, "rack_id")),
                readStop(row, context),
                alerts(row, task));
    }

    private static List<InspectionAlert> alerts(ResultSet row, TaskId task) throws SQLException {
        String type = row.getString("component_type");
        return type == null
                ? List.of()
                : List.of(new InspectionAlert(
                        task,
                        ComponentType.ofLabel(type).orElseThrow(),
                        new ComponentId(Columns.uuid(row, "component_id")),
                        row.getString("reason"),
                        Columns.instant(row, "at")));
    }

    /**
     * Returns when the workflow was known to be closed or the rack was released, whichever is later; null before that.
     */
    private static @Nullable Instant confirmedAt(ResultSet row) throws SQLException {
        Instant stopped = earlier(Columns.instantOrNull(row, "done_at"), Columns.instantOrNull(row, "resolved_at"));
        Instant released = Columns.instantOrNull(row, "released_at");
        if (stopped == null || row.getBoolean("holds")) {
            return null;
        }
        return released == null || released.isBefore(stopped) ? stopped : released;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static StopStatus.State state(ResultSet row, @Nullable Instant confirmedAt) throws SQLException {
        if (confirmedAt != null) {
            return StopStatus.State.CONFIRMED;
        }
        return row.getBoolean("attention") ? StopStatus.State.NEEDS_ATTENTION : StopStatus.State.REQUESTED;
    }
}
