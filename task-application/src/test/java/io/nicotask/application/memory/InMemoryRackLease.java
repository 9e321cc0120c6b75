package io.nicotask.application.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;

/**
 * A lease of an attempt, living or lapsed.
 *
 * @param lease the lease
 * @param work which work of the task it is for
 * @param until when it lapses
 * @param renewable whether no later lease for the same work was taken
 */
record InMemoryRackLease(RackLeases.Lease lease, String work, Instant until, boolean renewable) {

    boolean isOf(TaskId task) {
        return lease.task().equals(task);
    }

    boolean lives(Instant now) {
        return until.isAfter(now);
    }

    InMemoryRackLease renewed(Instant newUntil) {
        return new InMemoryRackLease(lease, work, newUntil, renewable);
    }

    InMemoryRackLease takenOver() {
        return new InMemoryRackLease(lease, work, until, false);
    }
}
