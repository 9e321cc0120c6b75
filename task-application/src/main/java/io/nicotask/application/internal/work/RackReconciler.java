package io.nicotask.application.internal.work;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.value.RackId;

/**
 * Reschedules racks after events that no decision announces: the lease of an attempt has expired, or a task has waited
 * too long. Two at once are harmless, because the rack's lock serializes them.
 */
public final class RackReconciler {

    private final Ports ports;
    private final TaskStorage storage;
    private final RackScheduler scheduler;

    public RackReconciler(Ports ports) {
        this.ports = ports;
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
    }

    /** Reschedules the rack, which also schedules its next check, or ends its checks. */
    Outcome reschedule(WorkItem item) {
        RackId id = item.rack();
        return ports.access()
                .forSystem(item.site())
                .<Outcome>map(scope -> {
                    storage.decideOnRack(
                            scope, id, rack -> scheduler.schedule(id, rack).asDecision());
                    return new Outcome.Settled();
                })
                .orElseGet(Outcome.Done::new);
    }
}
