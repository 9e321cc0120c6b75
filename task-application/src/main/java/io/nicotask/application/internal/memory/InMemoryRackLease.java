package io.nicotask.application.internal.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;

/**
 * The lease of an attempt, living or expired.
 *
 * @param lease the lease
 * @param work the part of the task's work that it is for
 * @param until when it expires
 * @param renewable whether no later lease was acquired for the same work
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
