package io.nicotask.adapter.persistence;

import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** Claims as {@link JdbiWorkflowOutbox} does. */
final class JdbiWorkflowWatch implements WorkflowWatch {

    private static final String CLAIM_DUE = """
            with free as materialized (
                select w.task_id from workflow_watch w
                where w.due_at <= statement_timestamp()
                  and (w.lease_until is null or w.lease_until <= statement_timestamp())
                order by w.due_at limit :limit
                for update of w skip locked
            ), claimed as (
                update workflow_watch w
                set lease_until = clock_timestamp() + make_interval(secs => :lease), attempts = w.attempts + 1
                from free where w.task_id = free.task_id
                returning w.*
            )
            select * from claimed order by due_at
            """;

    /** Only the newest claim holds, and only while its lease lives. */
    private static final String HELD = """
            where task_id = :task and attempts = :attempt and lease_until > clock_timestamp()
            """;

    private static final String SEEN = """
            update workflow_watch
            set misses = :misses, missed_at = case when :misses > 0 then coalesce(missed_at, clock_timestamp()) end,
                seen_at = clock_timestamp(), astray = false,
                due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String ASTRAY = """
            update workflow_watch
            set misses = 0, missed_at = null, seen_at = clock_timestamp(), astray = true,
                due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String POSTPONE = """
            update workflow_watch
            set due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String FORGET = "delete from workflow_watch " + HELD;

    private static final String MISSING = """
            select count(*) filter (where misses > 0) as missing,
                   count(*) filter (where misses = 0 and seen_at < latest) as unasked,
                   count(*) filter (where astray) as astray,
                   count(*) as watched
            from workflow_watch, (select max(missed_at) as latest from workflow_watch where site_id = :site) missed
            where site_id = :site
            """;

    private final JdbiTransactions transactions;

    JdbiWorkflowWatch(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Watched> claimDue(int limit, Duration lease) {
        return transactions.write(handle -> handle.createQuery(CLAIM_DUE)
                .bind("limit", limit)
                .bind("lease", Columns.seconds(lease))
                .map(JdbiWorkflowWatch::read)
                .list());
    }

    @Override
    public boolean seen(Watched watched, int misses, Duration delay) {
        return transactions.write(handle -> held(handle.createUpdate(SEEN), watched)
                        .bind("misses", misses)
                        .bind("delay", Columns.seconds(delay))
                        .execute()
                == 1);
    }

    @Override
    public boolean astray(Watched watched, Duration delay) {
        return later(ASTRAY, watched, delay);
    }

    @Override
    public boolean postpone(Watched watched, Duration delay) {
        return later(POSTPONE, watched, delay);
    }

    private boolean later(String sql, Watched watched, Duration delay) {
        return transactions.write(handle -> held(handle.createUpdate(sql), watched)
                        .bind("delay", Columns.seconds(delay))
                        .execute()
                == 1);
    }

    @Override
    public boolean forget(Watched watched) {
        return transactions.write(
                handle -> held(handle.createUpdate(FORGET), watched).execute() == 1);
    }

    @Override
    public Missing missingAt(SiteId site) {
        return transactions.read(handle -> handle.createQuery(MISSING)
                .bind("site", site.value())
                .map((row, context) -> new Missing(
                        row.getLong("missing"), row.getLong("unasked"), row.getLong("astray"), row.getLong("watched")))
                .one());
    }

    private static <S extends SqlStatement<S>> S held(S statement, Watched watched) {
        return statement.bind("task", watched.task().value()).bind("attempt", watched.attempt());
    }

    private static Watched read(ResultSet row, StatementContext context) throws SQLException {
        return new Watched(
                new TaskId(Columns.uuid(row, "task_id")),
                new SiteId(Columns.uuid(row, "site_id")),
                row.getString("namespace"),
                row.getInt("misses"),
                row.getLong("attempts"));
    }
}
