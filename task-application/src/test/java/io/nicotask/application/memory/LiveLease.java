package io.nicotask.application.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;

/**
 * A lease of an attempt, living or lapsed.
 *
 * @param lease the lease
 * @param until when it lapses
 */
record LiveLease(RackLeases.Lease lease, Instant until) {

    boolean lives(Instant now) {
        return until.isAfter(now);
    }

    /** What there is at most one lease for. */
    record Work(TaskId task, String work) {}
}
