package io.nicotask.application.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

final class InMemoryRackLeases implements RackLeases {

    private final InMemoryTransactions store;
    private final InstantSource clock;

    /** Not rolled back, so that no number is given twice. */
    private final AtomicLong numbers = new AtomicLong();

    InMemoryRackLeases(InMemoryTransactions store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Optional<Lease> nextLease(TaskScope scope, TaskId task) {
        return store.read(contents -> contents.task(scope, task)
                .map(found -> contents.reservations.get(task))
                .filter(InMemoryReservation::isHeld)
                .map(reservation -> new Lease(task, numbers.get() + 1, reservation.fencingToken())));
    }

    @Override
    public void acquireLease(TaskScope scope, Lease lease, String work) {
        Instant now = clock.instant();
        TaskId task = lease.task();
        store.locks().require(task);
        numbers.set(lease.number());
        store.write(contents -> {
            boolean holdsRack = contents.task(scope, task)
                    .map(found -> contents.reservations.get(task))
                    .filter(InMemoryReservation::isHeld)
                    .isPresent();
            if (!holdsRack) {
                throw new IllegalStateException("Task " + task + " does not hold its rack");
            }
            contents.leases.replaceAll(
                    former -> former.isOf(task) && former.work().equals(work) ? former.takenOver() : former);
            return contents.leases.add(new InMemoryRackLease(lease, work, now.plus(DURATION), true));
        });
    }

    @Override
    public Renewal renew(Lease lease) {
        Instant now = clock.instant();
        return store.write(contents -> {
            InMemoryRackLease living = contents.leases.stream()
                    .filter(entry -> entry.lease().equals(lease) && entry.lives(now) && entry.renewable())
                    .findFirst()
                    .orElse(null);
            if (living == null) {
                return Renewal.EXPIRED;
            }
            contents.leases.set(contents.leases.indexOf(living), living.renewed(now.plus(DURATION)));
            TaskStatus status = contents.tasks.get(lease.task()).status();
            return status == TaskStatus.RUNNING ? Renewal.RENEWED : Renewal.TASK_ENDED;
        });
    }

    @Override
    public void releaseLease(Lease lease) {
        store.write(contents -> contents.leases.removeIf(entry -> entry.lease().equals(lease)));
    }
}
