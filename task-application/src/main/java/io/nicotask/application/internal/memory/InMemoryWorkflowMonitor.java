package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkItem;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
        return store.use(contents -> Optional.ofNullable(contents.workflows.get(task))
                .map(workflow -> new MonitoredWorkflow(
                        workflow.namespace(), workflow.lastCheck().notFoundCount())));
    }

    @Override
    public boolean recordCheck(WorkItem item, int notFoundCount, Duration delay) {
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
        return store.use(contents -> contents.missingWorkflowsAt(site));
    }

    private boolean record(WorkItem item, Duration delay, Instant now, UnaryOperator<InMemoryWorkflow> change) {
        return store.use(contents -> contents.workHeldBy(item, now)
                .map(held -> {
                    contents.put(held.postponed(delay, "", now));
                    return contents.workflows.computeIfPresent(item.task(), (task, known) -> change.apply(known));
                })
                .isPresent());
    }
}
