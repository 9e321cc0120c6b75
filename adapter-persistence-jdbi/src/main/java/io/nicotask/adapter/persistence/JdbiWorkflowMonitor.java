package io.nicotask.adapter.persistence;

import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** Claims rows as {@link JdbiWorkflowOutbox} does. */
final class JdbiWorkflowMonitor implements WorkflowMonitor {

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

    /** Matches the newest claim only, and only until its lease ends. */
    private static final String HELD = """
            where task_id = :task and attempts = :attempt and lease_until > clock_timestamp()
            """;

    private static final String RECORD_CHECK = """
            update workflow_watch
            set misses = :misses, missed_at = case when :misses > 0 then coalesce(missed_at, clock_timestamp()) end,
                seen_at = clock_timestamp(), astray = false,
                due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String RECORD_WRONG_NAMESPACE = """
            update workflow_watch
            set misses = 0, missed_at = null, seen_at = clock_timestamp(), astray = true,
                due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String POSTPONE = """
            update workflow_watch
            set due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String STOP_MONITORING = "delete from workflow_watch " + HELD;

    private static final String MISSING = """
            select count(*) filter (where misses > 0) as missing,
                   count(*) filter (where misses = 0 and seen_at < latest) as unasked,
                   count(*) filter (where astray) as astray,
                   count(*) as watched
            from workflow_watch, (select max(missed_at) as latest from workflow_watch where site_id = :site) missed
            where site_id = :site
            """;

    private final JdbiTransactions transactions;

    JdbiWorkflowMonitor(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<MonitoredWorkflow> claimDue(int limit, Duration lease) {
        return transactions.write(handle -> handle.createQuery(CLAIM_DUE)
                .bind("limit", limit)
                .bind("lease", Columns.seconds(lease))
                .map(JdbiWorkflowMonitor::read)
                .list());
    }

    @Override
    public boolean recordCheck(MonitoredWorkflow workflow, int misses, Duration delay) {
        return transactions.write(handle -> bindClaim(handle.createUpdate(RECORD_CHECK), workflow)
                        .bind("misses", misses)
                        .bind("delay", Columns.seconds(delay))
                        .execute()
                == 1);
    }

    @Override
    public boolean recordWrongNamespace(MonitoredWorkflow workflow, Duration delay) {
        return update(RECORD_WRONG_NAMESPACE, workflow, delay);
    }

    @Override
    public boolean postpone(MonitoredWorkflow workflow, Duration delay) {
        return update(POSTPONE, workflow, delay);
    }

    private boolean update(String sql, MonitoredWorkflow workflow, Duration delay) {
        return transactions.write(handle -> bindClaim(handle.createUpdate(sql), workflow)
                        .bind("delay", Columns.seconds(delay))
                        .execute()
                == 1);
    }

    @Override
    public boolean stopMonitoring(MonitoredWorkflow workflow) {
        return transactions.write(handle ->
                bindClaim(handle.createUpdate(STOP_MONITORING), workflow).execute() == 1);
    }

    @Override
    public MissingWorkflows missingWorkflowsAt(SiteId site) {
        return transactions.read(handle -> handle.createQuery(MISSING)
                .bind("site", site.value())
                .map((row, context) -> new MissingWorkflows(
                        row.getLong("missing"), row.getLong("unasked"), row.getLong("astray"), row.getLong("watched")))
                .one());
    }

    private static <S extends SqlStatement<S>> S bindClaim(S statement, MonitoredWorkflow workflow) {
        return statement.bind("task", workflow.task().value()).bind("attempt", workflow.claimNumber());
    }

    private static MonitoredWorkflow read(ResultSet row, StatementContext context) throws SQLException {
        return new MonitoredWorkflow(
                new TaskId(Columns.uuid(row, "task_id")),
                new SiteId(Columns.uuid(row, "site_id")),
                row.getString("namespace"),
                row.getInt("misses"),
                row.getLong("attempts"));
    }
}
