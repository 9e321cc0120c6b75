package io.nicotask.application.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

final class InMemoryRackLeases implements RackLeases {

    private final InMemoryTransactions store;
    private final InstantSource clock;

    /** Outside of what is rolled back, so that no number is ever given twice. */
    private final AtomicLong numbers = new AtomicLong();

    InMemoryRackLeases(InMemoryTransactions store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Lease take(TaskScope scope, TaskId task, String work) {
        Instant now = clock.instant();
        store.locks().require(task);
        return store.write(contents -> {
            Grant grant = contents.task(scope, task)
                    .map(found -> contents.grants.get(task))
                    .filter(Grant::isHeld)
                    .orElseThrow(() -> new IllegalStateException("Task " + task + " does not hold its rack"));
            Lease lease = new Lease(task, numbers.incrementAndGet(), grant.epoch());
            contents.leases.put(new LiveLease.Work(task, work), new LiveLease(lease, now.plus(LIMIT)));
            return lease;
        });
    }

    @Override
    public Renewal renew(Lease lease) {
        Instant now = clock.instant();
        return store.write(contents -> workOf(contents, lease, now)
                .map(work -> {
                    contents.leases.put(work, new LiveLease(lease, now.plus(LIMIT)));
                    TaskStatus status = contents.tasks.get(lease.task()).status();
                    return status == TaskStatus.RUNNING ? Renewal.RENEWED : Renewal.TASK_ENDED;
                })
                .orElse(Renewal.LAPSED));
    }

    @Override
    public void end(Lease lease) {
        Instant now = clock.instant();
        store.write(contents -> workOf(contents, lease, now).map(contents.leases::remove));
    }

    private static Optional<LiveLease.Work> workOf(Contents contents, Lease lease, Instant now) {
        return contents.leases.entrySet().stream()
                .filter(taken -> taken.getValue().lease().equals(lease)
                        && taken.getValue().lives(now))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
