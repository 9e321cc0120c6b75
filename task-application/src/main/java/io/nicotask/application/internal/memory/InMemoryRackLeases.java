package io.nicotask.application.internal.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.task.TaskStatus;
import java.time.Instant;
import java.time.InstantSource;

/** {@link RackLeases} in memory. */
public final class InMemoryRackLeases implements RackLeases {

    private final InMemoryContents store;
    private final InstantSource clock;

    public InMemoryRackLeases(InMemoryContents store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Renewal renew(Lease lease) {
        Instant now = clock.instant();
        return store.use(contents -> {
            InMemoryRackLease living = contents.leases.stream()
                    .filter(entry -> entry.lease().equals(lease) && entry.lives(now) && entry.renewable())
                    .findFirst()
                    .orElse(null);
            if (living == null) {
                return Renewal.EXPIRED;
            }
            contents.leases.set(contents.leases.indexOf(living), living.renewed(now.plus(DURATION)));
            TaskStatus status = contents.requireTask(lease.task()).status();
            return status == TaskStatus.RUNNING ? Renewal.RENEWED : Renewal.TASK_ENDED;
        });
    }
}
