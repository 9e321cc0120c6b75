package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.CombinedStatement.Part;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class JdbiWorkflowMonitor implements WorkflowMonitor {

    private static final String RECORD_CHECK = """
            @checked as (
                update nico.workflow
                set not_found_count = :notFoundCount,
                    not_found_since = case when :notFoundCount > 0
                                           then least(not_found_since, clock_timestamp()) end,
                    checked_at = clock_timestamp(), wrong_namespace = :wrongNamespace
                from <postponed> where task_id = <postponed>.key
            )
            """;

    private static final String ACTING = """
            exists (select from nico.rack_lease l join nico.process_lease p on p.process_id = l.process_id
                    where l.task_id = w.task_id and p.until > clock_timestamp())
            """;

    private static final String FIND = """
            select namespace, not_found_count,
                   greatest(extract(epoch from clock_timestamp() - not_found_since), 0) as not_found_for,
                   <acting> as acting
            from nico.workflow w where task_id = :task
            """.replace("<acting>", ACTING);

    private static final String SCHEDULED = """
            select count(*) from (
                select from nico.work
                where lane = 'CHECK' and site_id = :site
                  and due_at <= clock_timestamp() + make_interval(secs => :horizon)
                limit :limit
            ) scheduled
            """;

    private static final String MISSING = """
            with monitored as materialized (
                select w.task_id, w.not_found_count, w.not_found_since, w.checked_at, w.wrong_namespace
                from nico.task t join nico.workflow w on w.task_id = t.id
                where t.site_id = :site and t.finished_at is null
            )
            select count(*) filter (where not_found_count > 0) as missing,
                   count(*) filter (where not_found_count = 0
                                      and (checked_at < (select max(not_found_since) from monitored)
                                           or checked_at > clock_timestamp() + make_interval(secs => :tolerance))
                                      and not <acting>) as unchecked,
                   (select count(*) from nico.workflow e join nico.task_stop s on s.task_id = e.task_id
                    where e.not_found_count > 0 and s.site_id = :site
                      and s.decided_at > clock_timestamp() - make_interval(secs => :recent)
                      and s.decided_at < clock_timestamp() + make_interval(secs => :tolerance)) as recently_ended,
                   count(*) filter (where wrong_namespace) as wrong_namespace,
                   count(*) as monitored
            from monitored w
            """.replace("<acting>", ACTING);

    private final JdbiTransactions transactions;

    JdbiWorkflowMonitor(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<MonitoredWorkflow> find(TaskId task) {
        return transactions.read(handle -> handle.createQuery(FIND)
                .bind("task", task.value())
                .map((row, context) -> new MonitoredWorkflow(
                        row.getString("namespace"),
                        row.getInt("not_found_count"),
                        Duration.ofMillis((long) (row.getDouble("not_found_for") * 1_000)),
                        row.getBoolean("acting")))
                .findOne());
    }

    @Override
    public int scheduledChecks(SiteId site, int limit) {
        return transactions.read(handle -> handle.createQuery(SCHEDULED)
                .bind("site", site.value())
                .bind("horizon", Columns.seconds(HORIZON))
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one());
    }

    @Override
    public boolean recordCheck(WorkItem item, int notFoundCount, @Nullable Duration delay) {
        return transactions.writeIfClaimed(statement -> recordCheck(statement, item, notFoundCount, false, delay));
    }

    @Override
    public boolean recordWrongNamespace(WorkItem item, Duration delay) {
        return transactions.writeIfClaimed(statement -> recordCheck(statement, item, 0, true, delay));
    }

    /** Adds the result of a check to a statement, which is guarded by the claim. */
    static void recordCheck(
            CombinedStatement statement,
            WorkItem item,
            int notFoundCount,
            boolean inWrongNamespace,
            @Nullable Duration delay) {
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
                .bind("recent", Columns.seconds(RECENT))
                .bind("tolerance", Columns.seconds(ClockStep.TOLERANCE))
                .map((row, context) -> new MissingWorkflows(
                        row.getLong("missing"),
                        row.getLong("unchecked"),
                        row.getLong("recently_ended"),
                        row.getLong("wrong_namespace"),
                        row.getLong("monitored")))
                .one();
    }
}
