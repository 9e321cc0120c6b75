package io.nicotask.application.internal.work;

import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.WorkQueue.WorkItem;

/** Makes the checks of workflows due whose worker process has stopped renewing its lease. */
final class ProcessReconciler {

    private final RackLeases leases;

    ProcessReconciler(RackLeases leases) {
        this.leases = leases;
    }

    /** Checks a process at the time when its lease expires; each renewal puts that off. */
    Outcome check(WorkItem item) {
        return leases.expire(item) ? new Outcome.Settled() : new Outcome.Later(RackLeases.DURATION);
    }
}
