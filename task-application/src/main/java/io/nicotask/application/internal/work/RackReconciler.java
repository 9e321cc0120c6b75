package io.nicotask.application.internal.work;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackChecks.DueRack;
import io.nicotask.application.port.TaskStorage;
import java.util.List;

/**
 * Reschedules racks after events that no transaction announces: the lease of an attempt has expired, or a task has
 * waited too long.
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

    /**
     * Claims racks that are due, and returns their checks for the caller to run, each independent of the others. Two
     * concurrent checks of one rack are harmless, because its lock serializes them.
     *
     * @param limit the maximum number of claims
     */
    public List<Runnable> claimDue(int limit) {
        return ports.racks().claimDue(limit, OutboxRelay.LEASE).stream()
                .<Runnable>map(due -> () -> reschedule(due))
                .toList();
    }

    private void reschedule(DueRack due) {
        ports.access()
                .forSystem(due.site())
                .ifPresent(scope -> storage.decideOnRack(
                        scope,
                        due.rack(),
                        rack -> scheduler.schedule(due.rack(), rack).asDecision()));
    }
}
