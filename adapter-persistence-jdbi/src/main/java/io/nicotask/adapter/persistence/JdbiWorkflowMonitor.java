package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.CombinedStatement.Part;
import io.nicotask.application.port.WorkItem;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class JdbiWorkflowMonitor implements WorkflowMonitor {

    private static final String RECORD_CHECK = """
            @checked as (
                update workflow
                set not_found_count = :notFoundCount,
                    not_found_since = case when :notFoundCount > 0 then coalesce(not_found_since, clock_timestamp()) end,
                    checked_at = clock_timestamp(), wrong_namespace = :wrongNamespace
                from <postponed> where task_id = <postponed>.key
            )
            """;

    private static final String MISSING = """
            with monitored as materialized (
                select w.not_found_count, w.not_found_since, w.checked_at, w.wrong_namespace
                from task t join workflow w on w.task_id = t.id
                where t.site_id = :site and t.finished_at is null
            )
            select count(*) filter (where not_found_count > 0) as missing,
                   count(*) filter (where not_found_count = 0
                                      and checked_at < (select max(not_found_since) from monitored)) as unchecked,
                   count(*) filter (where wrong_namespace) as wrong_namespace,
                   count(*) as monitored
            from monitored
            """;

    private final JdbiTransactions transactions;

    JdbiWorkflowMonitor(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<MonitoredWorkflow> find(TaskId task) {
        return transactions.read(handle -> handle.createQuery(
                        "select namespace, not_found_count from workflow where task_id = :task")
                .bind("task", task.value())
                .map((row, context) -> new MonitoredWorkflow(row.getString("namespace"), row.getInt("not_found_count")))
                .findOne());
    }

    @Override
    public boolean recordCheck(WorkItem item, int notFoundCount, Duration delay) {
        return transactions.writeIfClaimed(statement -> recordCheck(statement, item, notFoundCount, false, delay));
    }

    @Override
    public boolean recordWrongNamespace(WorkItem item, Duration delay) {
        return transactions.writeIfClaimed(statement -> recordCheck(statement, item, 0, true, delay));
    }

    /** Adds the result of a check to a statement, which is guarded by the claim. */
    static void recordCheck(
            CombinedStatement statement, WorkItem item, int notFoundCount, boolean inWrongNamespace, Duration delay) {
        Part postponed = WorkRow.postpone(statement, item, delay, null);
        statement
                .add(RECORD_CHECK.replace("<postponed>", postponed.table()))
                .bind("notFoundCount", notFoundCount)
                .bind("wrongNamespace", inWrongNamespace);
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
}
