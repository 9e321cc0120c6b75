package io.nicotask.adapter.persistence;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.adapter.persistence.CombinedStatement.Part;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Claims rows as {@link JdbiWorkflowOutbox} does. */
final class JdbiWorkflowMonitor implements WorkflowMonitor {

    private static final String CLAIM_DUE = """
            with free as materialized (
                select w.task_id from workflow_monitor w
                where w.due_at <= statement_timestamp()
                  and (w.lease_until is null or w.lease_until <= statement_timestamp())
                order by w.due_at limit :limit
                for update of w skip locked
            ), claimed as (
                update workflow_monitor w
                set lease_until = clock_timestamp() + make_interval(secs => :lease), claim_number = w.claim_number + 1
                from free where w.task_id = free.task_id
                returning w.*
            )
            select task_id, site_id, namespace, not_found_count, claim_number from claimed order by due_at
            """;

    /** Matches the newest claim only, and only until its lease ends. */
    private static final String HELD = """
            where task_id = :task and claim_number = :claimNumber and lease_until > clock_timestamp()
            """;

    private static final String RECORD_CHECK = """
            @checked as (
                update workflow_monitor
                set not_found_count = :notFoundCount,
                    not_found_since = case when :notFoundCount > 0 then coalesce(not_found_since, clock_timestamp()) end,
                    checked_at = clock_timestamp(), wrong_namespace = false,
                    due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD + " returning task_id)";

    private static final String STOP_MONITORING =
            "@unmonitored as (delete from workflow_monitor " + HELD + " returning task_id)";

    private static final String RECORD_WRONG_NAMESPACE = """
            update workflow_monitor
            set not_found_count = 0, not_found_since = null, checked_at = clock_timestamp(), wrong_namespace = true,
                due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String POSTPONE = """
            update workflow_monitor
            set due_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null
            """ + HELD;

    private static final String MISSING = """
            select count(*) filter (where not_found_count > 0) as missing,
                   count(*) filter (where not_found_count = 0 and checked_at < latest) as unchecked,
                   count(*) filter (where wrong_namespace) as wrong_namespace,
                   count(*) as monitored
            from workflow_monitor,
                 (select max(not_found_since) as latest from workflow_monitor where site_id = :site) newly_missing
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
    public boolean recordCheck(MonitoredWorkflow workflow, int notFoundCount, Duration delay) {
        CombinedStatement statement = new CombinedStatement();
        recordCheck(statement, new WorkflowChecked(workflow, notFoundCount, delay));
        return transactions.writeIfClaimed(statement);
    }

    /** Adds the result of a check to a statement, which is guarded by the claim. */
    static void recordCheck(CombinedStatement statement, WorkflowChecked checked) {
        claimed(statement, RECORD_CHECK, checked.workflow())
                .bind("notFoundCount", checked.notFoundCount())
                .bind("delay", Columns.seconds(checked.delay()));
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
        return transactions.write(handle -> handle.createUpdate(sql)
                        .bind("task", workflow.task().value())
                        .bind("claimNumber", workflow.claimNumber())
                        .bind("delay", Columns.seconds(delay))
                        .execute()
                == 1);
    }

    @Override
    public boolean stopMonitoring(MonitoredWorkflow workflow) {
        CombinedStatement statement = new CombinedStatement();
        stopMonitoring(statement, workflow);
        return transactions.writeIfClaimed(statement);
    }

    /** Adds the end of the checks to a statement, which is guarded by the claim. */
    static void stopMonitoring(CombinedStatement statement, MonitoredWorkflow workflow) {
        claimed(statement, STOP_MONITORING, workflow);
    }

    @CanIgnoreReturnValue
    private static Part claimed(CombinedStatement statement, String sql, MonitoredWorkflow workflow) {
        return statement
                .add(sql)
                .bind("task", workflow.task().value())
                .bind("claimNumber", workflow.claimNumber())
                .orElseThrow(() -> new LeaseExpired("Another process may hold " + workflow));
    }

    @Override
    public MissingWorkflows missingWorkflowsAt(SiteId site) {
        return transactions.read(handle -> missingWorkflowsAt(handle, site));
    }

    /** Counts within a transaction. */
    static MissingWorkflows missingWorkflowsAt(Handle handle, SiteId site) {
        return handle.createQuery(MISSING)
                .bind("site", site.value())
                .map((row, context) -> new MissingWorkflows(
                        row.getLong("missing"),
                        row.getLong("unchecked"),
                        row.getLong("wrong_namespace"),
                        row.getLong("monitored")))
                .one();
    }

    private static MonitoredWorkflow read(ResultSet row, StatementContext context) throws SQLException {
        return new MonitoredWorkflow(
                new TaskId(Columns.uuid(row, "task_id")),
                new SiteId(Columns.uuid(row, "site_id")),
                row.getString("namespace"),
                row.getInt("not_found_count"),
                row.getLong("claim_number"));
    }
}
