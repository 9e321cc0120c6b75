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
            List<InMemoryMonitorEntry> claimed = contents.watches.values().stream()
                    .filter(inMemoryMonitorEntry -> inMemoryMonitorEntry.lease().isDue(now)
                            && inMemoryMonitorEntry.lease().isFree(now))
                    .sorted(Comparator.comparing(
                            inMemoryMonitorEntry -> inMemoryMonitorEntry.lease().dueAt()))
                    .limit(limit)
                    .map(inMemoryMonitorEntry -> inMemoryMonitorEntry.with(
                            inMemoryMonitorEntry.lease().claimed(now, lease)))
                    .toList();
            claimed.forEach(
                    inMemoryMonitorEntry -> contents.watches.put(inMemoryMonitorEntry.task(), inMemoryMonitorEntry));
            return claimed.stream()
                    .map(inMemoryMonitorEntry -> watchedOf(contents, inMemoryMonitorEntry))
                    .toList();
        });
    }

    @Override
    public boolean recordCheck(MonitoredWorkflow workflow, int misses, Duration delay) {
        Instant now = clock.instant();
        return change(
                workflow, now, inMemoryMonitorEntry -> inMemoryMonitorEntry.afterCheck(misses, now, now.plus(delay)));
    }

    @Override
    public boolean recordWrongNamespace(MonitoredWorkflow workflow, Duration delay) {
        Instant now = clock.instant();
        return change(
                workflow, now, inMemoryMonitorEntry -> inMemoryMonitorEntry.afterWrongNamespace(now, now.plus(delay)));
    }

    @Override
    public boolean postpone(MonitoredWorkflow workflow, Duration delay) {
        Instant now = clock.instant();
        return change(
                workflow,
                now,
                inMemoryMonitorEntry ->
                        inMemoryMonitorEntry.with(inMemoryMonitorEntry.lease().released(now.plus(delay))));
    }

    @Override
    public boolean stopMonitoring(MonitoredWorkflow workflow) {
        Instant now = clock.instant();
        return store.write(contents -> held(contents, workflow, now)
                .map(inMemoryMonitorEntry -> contents.watches.remove(inMemoryMonitorEntry.task()))
                .isPresent());
    }

    @Override
    public MissingWorkflows missingWorkflowsAt(SiteId site) {
        return store.read(contents -> {
            List<LastCheck> there = contents.watches.values().stream()
                    .filter(inMemoryMonitorEntry ->
                            contents.siteOf(inMemoryMonitorEntry.task()).equals(site))
                    .map(InMemoryMonitorEntry::lastCheck)
                    .toList();
            Instant latest = there.stream()
                    .map(LastCheck::missedAt)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
            return new MissingWorkflows(
                    count(there, sight -> sight.notFoundCount() > 0),
                    count(
                            there,
                            sight -> sight.notFoundCount() == 0 && sight.at().isBefore(latest)),
                    count(there, LastCheck::inWrongNamespace),
                    there.size());
        });
    }

    private static long count(List<LastCheck> sights, Predicate<LastCheck> which) {
        return sights.stream().filter(which).count();
    }

    private boolean change(MonitoredWorkflow workflow, Instant now, UnaryOperator<InMemoryMonitorEntry> change) {
        return store.write(contents -> held(contents, workflow, now)
                .map(change)
                .map(inMemoryMonitorEntry -> contents.watches.put(inMemoryMonitorEntry.task(), inMemoryMonitorEntry))
                .isPresent());
    }

    private static Optional<InMemoryMonitorEntry> held(
            InMemoryContents contents, MonitoredWorkflow workflow, Instant now) {
        TaskId task = workflow.task();
        return Optional.ofNullable(contents.watches.get(task))
                .filter(inMemoryMonitorEntry -> inMemoryMonitorEntry.lease().isHeldBy(workflow.claimNumber(), now));
    }

    private static MonitoredWorkflow watchedOf(InMemoryContents contents, InMemoryMonitorEntry inMemoryMonitorEntry) {
        return new MonitoredWorkflow(
                inMemoryMonitorEntry.task(),
                contents.siteOf(inMemoryMonitorEntry.task()),
                inMemoryMonitorEntry.namespace(),
                inMemoryMonitorEntry.lastCheck().notFoundCount(),
                inMemoryMonitorEntry.lease().attempt());
    }
}
