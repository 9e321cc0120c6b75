package io.nicotask.application.memory;

import io.nicotask.application.memory.InMemoryMonitorEntry.LastCheck;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

final class InMemoryWorkflowMonitor implements WorkflowMonitor {

    private final InMemoryTransactions store;
    private final InstantSource clock;

    InMemoryWorkflowMonitor(InMemoryTransactions store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<MonitoredWorkflow> claimDue(int limit, Duration lease) {
        Instant now = clock.instant();
        return store.write(contents -> {
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
        return store.write(contents -> held(contents, workflow, now)
                .map(entry -> contents.monitored.remove(entry.task()))
                .isPresent());
    }

    @Override
    public MissingWorkflows missingWorkflowsAt(SiteId site) {
        return store.read(contents -> {
            List<LastCheck> checks = contents.monitored.values().stream()
                    .filter(entry -> contents.siteOf(entry.task()).equals(site))
                    .map(InMemoryMonitorEntry::lastCheck)
                    .toList();
            Instant latest = checks.stream()
                    .map(LastCheck::missedAt)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
            return new MissingWorkflows(
                    count(checks, check -> check.notFoundCount() > 0),
                    count(
                            checks,
                            check -> check.notFoundCount() == 0 && check.at().isBefore(latest)),
                    count(checks, LastCheck::inWrongNamespace),
                    checks.size());
        });
    }

    private static long count(List<LastCheck> checks, Predicate<LastCheck> which) {
        return checks.stream().filter(which).count();
    }

    private boolean change(MonitoredWorkflow workflow, Instant now, UnaryOperator<InMemoryMonitorEntry> change) {
        return store.write(contents -> held(contents, workflow, now)
                .map(change)
                .map(entry -> contents.monitored.put(entry.task(), entry))
                .isPresent());
    }

    private static Optional<InMemoryMonitorEntry> held(
            InMemoryContents contents, MonitoredWorkflow workflow, Instant now) {
        TaskId task = workflow.task();
        return Optional.ofNullable(contents.monitored.get(task))
                .filter(entry -> entry.lease().isHeldBy(workflow.claimNumber(), now));
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
