package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link WorkflowMonitor} in memory. */
public final class InMemoryWorkflowMonitor implements WorkflowMonitor {

    private final InMemoryContents store;
    private final InstantSource clock;

    public InMemoryWorkflowMonitor(InMemoryContents store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Optional<MonitoredWorkflow> find(TaskId task) {
        Instant now = clock.instant();
        return store.use(contents ->
                Optional.ofNullable(contents.workflows.get(task)).map(workflow -> find(contents, task, workflow, now)));
    }

    private static MonitoredWorkflow find(
            InMemoryContents contents, TaskId task, InMemoryWorkflow workflow, Instant now) {
        InMemoryWorkflow.LastCheck last = workflow.lastCheck();
        return new MonitoredWorkflow(
                workflow.namespace(),
                last.notFoundCount(),
                last.missedAt() == null || last.missedAt().isAfter(now)
                        ? Duration.ZERO
                        : Duration.between(last.missedAt(), now),
                !contents.leasesOf(task, now).isEmpty());
    }

    @Override
    public boolean recordCheck(WorkItem item, int notFoundCount, @Nullable Duration delay) {
        Instant now = clock.instant();
        return record(item, delay, now, workflow -> workflow.afterCheck(notFoundCount, now));
    }

    @Override
    public boolean recordWrongNamespace(WorkItem item, Duration delay) {
        Instant now = clock.instant();
        return record(item, delay, now, workflow -> workflow.afterWrongNamespace(now));
    }

    @Override
    public MissingWorkflows missingWorkflowsAt(SiteId site) {
        Instant now = clock.instant();
        return store.use(contents -> contents.missingWorkflowsAt(site, now));
    }

    @Override
    public int scheduledChecks(SiteId site, int limit) {
        Instant horizon = clock.instant().plus(HORIZON);
        return store.use(contents -> (int) contents.work.values().stream()
                .filter(work -> work.key().kind() == WorkItem.Kind.CHECK_WORKFLOW
                        && work.key().site().equals(site))
                .map(work -> work.lease().dueAt())
                .filter(due -> due != null && !due.isAfter(horizon))
                .limit(limit)
                .count());
    }

    private boolean record(
            WorkItem item, @Nullable Duration delay, Instant now, UnaryOperator<InMemoryWorkflow> change) {
        return store.use(contents -> contents.workHeldBy(item, now)
                .map(held -> {
                    contents.put(held.postponed(delay, "", now));
                    return contents.workflows.computeIfPresent(item.task(), (task, known) -> change.apply(known));
                })
                .isPresent());
    }
}
