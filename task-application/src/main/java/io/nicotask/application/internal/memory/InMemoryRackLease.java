package io.nicotask.application.internal.memory;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.value.TaskId;

/**
 * The lease of an attempt; it is valid while the lease of its process is.
 *
 * @param lease the lease
 * @param work the part of the task's work that it is for
 * @param process the process of the attempt
 * @param superseded whether a later lease was acquired for the same work
 */
record InMemoryRackLease(RackLeases.Lease lease, String work, RackLeases.ProcessId process, boolean superseded) {

    boolean isOf(TaskId task) {
        return lease.task().equals(task);
    }

    InMemoryRackLease takenOver() {
        return new InMemoryRackLease(lease, work, process, true);
    }
}
