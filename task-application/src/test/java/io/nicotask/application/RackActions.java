package io.nicotask.application;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;

/** What use cases do on racks, for tests that arrange it themselves. */
public final class RackActions {

    private RackActions() {}

    /** Schedules the rack, as whenever it may have become free; in the transaction of this thread, if there is one. */
    @CanIgnoreReturnValue
    public static RackQueue schedule(Ports ports, TaskScope scope, RackId rack) {
        RackScheduler scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        return ports.storage()
                .decideOnRack(
                        scope,
                        rack,
                        occupancy -> scheduler.schedule(rack, occupancy).asDecision());
    }

    /** Reserves the rack for a task that has become Pending, and requests its start, under the rack's lock. */
    public static void grantAndStart(Ports ports, TaskScope scope, Task task) {
        ports.racks().grant(scope, task);
        ports.outbox().enqueueStart(scope, task.id());
    }

    /** Acquires a lease for an attempt of a task that is locked. */
    @CanIgnoreReturnValue
    public static Lease acquireLease(RackLeases leases, TaskScope scope, TaskId task, String work) {
        Lease lease = leases.nextLease(scope, task)
                .orElseThrow(() -> new IllegalStateException("Task " + task + " holds no rack"));
        leases.acquireLease(scope, lease, work);
        return lease;
    }
}
