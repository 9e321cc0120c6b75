package io.nicotask.application.internal.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.task.TaskStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@link RackLeases} in memory. */
public final class InMemoryRackLeases implements RackLeases {

    private final InMemoryContents store;
    private final InstantSource clock;

    public InMemoryRackLeases(InMemoryContents store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void open(ProcessId process) {
        Instant until = clock.instant().plus(DURATION);
        Instant unused = store.use(contents -> contents.processes.putIfAbsent(process, until));
    }

    @Override
    public Renewal renew(ProcessId process, Set<Long> unanswered) {
        Instant now = clock.instant();
        return store.use(contents -> {
            if (!contents.lives(process, now)) {
                return new Renewal.Expired();
            }
            contents.processes.put(process, now.plus(DURATION));
            contents.work.replaceAll(
                    (key, work) -> key.kind() == Kind.CHECK_PROCESS && key.of().equals(process.value())
                            ? work.with(work.lease().dueAt(now.plus(DURATION)))
                            : work);
            List<InMemoryRackLease> held = contents.leases.stream()
                    .filter(lease -> lease.process().equals(process))
                    .toList();
            held.stream()
                    .filter(lease -> unanswered.contains(lease.lease().number()))
                    .forEach(lease -> contents.doubt(lease.lease().task(), now));
            return new Renewal.Renewed(
                    numbers(held, lease -> !lease.superseded() && isRunning(contents, lease)),
                    numbers(held, lease -> !lease.superseded() && !isRunning(contents, lease)));
        });
    }

    private static boolean isRunning(InMemoryContents contents, InMemoryRackLease lease) {
        return contents.requireTask(lease.lease().task()).status() == TaskStatus.RUNNING;
    }

    private static Set<Long> numbers(List<InMemoryRackLease> leases, Predicate<InMemoryRackLease> which) {
        return leases.stream()
                .filter(which)
                .map(lease -> lease.lease().number())
                .collect(Collectors.toSet());
    }

    @Override
    public boolean expire(WorkItem item) {
        Instant now = clock.instant();
        return store.use(contents -> {
            if (contents.workHeldBy(item, now).isEmpty()) {
                throw new LeaseExpired("Another process may hold " + item);
            }
            if (contents.lives(item.process(), now)) {
                Instant latest = now.plus(DURATION);
                contents.processes.computeIfPresent(
                        item.process(), (process, until) -> until.isAfter(latest) ? latest : until);
                return false;
            }
            contents.processes.remove(item.process());
            contents.leases.stream()
                    .filter(lease -> lease.process().equals(item.process()))
                    .map(lease -> lease.lease().task())
                    .filter(task -> contents.requireTask(task).spec().site().equals(item.site()))
                    .forEach(task -> contents.doubt(task, now));
            contents.work.remove(InMemoryWork.Key.of(item));
            return true;
        });
    }
}
