package io.nicotask.application.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;

/**
 * A lease of an attempt, living or lapsed.
 *
 * @param lease the lease
 * @param work which work of the task it is for
 * @param until when it lapses
 * @param renewable whether no later lease for the same work was taken
 */
record LiveLease(RackLeases.Lease lease, String work, Instant until, boolean renewable) {

    boolean isOf(TaskId task) {
        return lease.task().equals(task);
    }

    boolean lives(Instant now) {
        return until.isAfter(now);
    }

    LiveLease renewed(Instant newUntil) {
        return new LiveLease(lease, work, newUntil, renewable);
    }

    LiveLease takenOver() {
        return new LiveLease(lease, work, until, false);
    }
}
