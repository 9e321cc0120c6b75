package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
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
    public List<MonitoredWorkflow> claimDue(int limit, Duration lease) {
        Instant now = clock.instant();
        return store.use(contents -> {
            List<InMemoryMonitorEntry> claimed = contents.monitored.values().stream()
                    .filter(entry -> entry.lease().isDue(now) && entry.lease().isFree(now))
                    .sorted(Comparator.comparing(entry -> entry.lease().dueAt()))
                    .limit(limit)
                    .map(entry -> entry.with(entry.lease().claimed(now, lease)))
                    .toList();
            claimed.forEach(entry -> contents.monitored.put(entry.task(), entry));
            return claimed.stream().map(entry -> workflowOf(contents, entry)).toList();
        });
    }

    @Override
    public boolean recordCheck(MonitoredWorkflow workflow, int misses, Duration delay) {
        Instant now = clock.instant();
        return change(workflow, now, entry -> entry.afterCheck(misses, now, now.plus(delay)));
    }

    @Override
    public boolean recordWrongNamespace(MonitoredWorkflow workflow, Duration delay) {
        Instant now = clock.instant();
        return change(workflow, now, entry -> entry.afterWrongNamespace(now, now.plus(delay)));
    }

    @Override
    public boolean postpone(MonitoredWorkflow workflow, Duration delay) {
        Instant now = clock.instant();
        return change(workflow, now, entry -> entry.with(entry.lease().released(now.plus(delay))));
    }

    @Override
    public boolean stopMonitoring(MonitoredWorkflow workflow) {
        Instant now = clock.instant();
        return store.use(contents -> contents.monitorEntryHeldBy(workflow, now)
                .map(entry -> contents.monitored.remove(entry.task()))
                .isPresent());
    }

    @Override
    public MissingWorkflows missingWorkflowsAt(SiteId site) {
        return store.use(contents -> contents.missingWorkflowsAt(site));
    }

    private boolean change(MonitoredWorkflow workflow, Instant now, UnaryOperator<InMemoryMonitorEntry> change) {
        return store.use(contents -> contents.monitorEntryHeldBy(workflow, now)
                .map(change)
                .map(entry -> contents.monitored.put(entry.task(), entry))
                .isPresent());
    }

    private static MonitoredWorkflow workflowOf(InMemoryContents contents, InMemoryMonitorEntry entry) {
        return new MonitoredWorkflow(
                entry.task(),
                contents.siteOf(entry.task()),
                entry.namespace(),
                entry.lastCheck().notFoundCount(),
                entry.lease().claimNumber());
    }
}
