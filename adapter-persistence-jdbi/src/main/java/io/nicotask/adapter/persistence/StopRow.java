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

/** Reads stops from the outbox, the rack reservations and leases of their tasks, and the inspection alerts. */
final class StopRow {

    /** A task that never had a rack reservation has none to release. */
    static final String COLUMNS = """
            select r.task_id, r.site_id, r.requested_at, r.claim_number, r.last_cause, r.done_at, r.resolved_at,
                   g.released_at,
                   g.task_id is not null and g.released_at is null as holds,
                   exists (select from inspection_alert a
                           where a.task_id = r.task_id and a.resolved_at is null) as attention,
                   clock_timestamp() > r.requested_at + make_interval(secs => :attentionAfter)
                   and not exists (select from rack_lease l
                                   where l.task_id = r.task_id and l.until > clock_timestamp()) as overdue
            from workflow_outbox r join site s on s.id = r.site_id left join rack_reservation g on g.task_id = r.task_id
            """;

    /** Adds the task, and returns one row for each unresolved alert. */
    private static final String OPEN = """
            , shown as (
                select * from stop
                where attention or holds or (done_at is null and resolved_at is null)
                order by requested_at, task_id limit :limit
            )
            select shown.*, t.status, t.rack_id, a.component_type, a.component_id, a.reason, a.at
            from shown join task t on t.id = shown.task_id
            left join inspection_alert a on a.task_id = shown.task_id and a.resolved_at is null
            order by shown.requested_at, shown.task_id, a.id
            """;

    /**
     * Looks candidates up one by one: only in this form does the planner know how few they are. The last step drops
     * those that have been confirmed since.
     */
    static final String UNCONFIRMED = """
            with candidate as (
                (select task_id from workflow_outbox
                 where kind = 'STOP' and site_id = :site and (draining or (done_at is null and resolved_at is null))
                   and (requested_at, task_id) > (:requested, :id)
                 order by requested_at, task_id limit :limit)
                union
                select task_id from inspection_alert where resolved_at is null
            ), stop as (
            """ + COLUMNS + """
                where r.kind = 'STOP' and r.task_id = any (array(select task_id from candidate))
                  and (r.requested_at, r.task_id) > (:requested, :id)
                  and s.id = :site and s.provider_id = :provider
            )
            """ + OPEN;

    /** Skips rows that other transactions have locked, so that no replica waits. */
    static final String CLAIM_UNALERTED = """
            with candidate as (
                (select task_id from workflow_outbox r
                 where kind = 'STOP' and done_at is null and resolved_at is null and alerted_at is null
                   and requested_at < clock_timestamp() - make_interval(secs => :attentionAfter)
                   and not exists (select from rack_lease l
                                   where l.task_id = r.task_id and l.until > clock_timestamp())
                 order by requested_at limit :limit)
                union
                (select task_id from workflow_outbox
                 where kind = 'STOP' and alerted_at is null
                   and task_id = any (array(select task_id from inspection_alert where resolved_at is null))
                 order by requested_at limit :limit)
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
        if (row.getBoolean("attention")) {
            return StopStatus.State.NEEDS_ATTENTION;
        }
        if (confirmedAt != null) {
            return StopStatus.State.CONFIRMED;
        }
        return row.getBoolean("overdue") ? StopStatus.State.NEEDS_ATTENTION : StopStatus.State.REQUESTED;
    }
}
