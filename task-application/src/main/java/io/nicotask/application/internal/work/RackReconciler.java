package io.nicotask.application.internal.work;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackReservations.DueRack;
import io.nicotask.application.port.Transactions;
import java.util.List;

/**
 * Looks at the racks on which something may have happened that no transaction announces: the lease of an attempt has
 * lapsed, or a task has waited for too long.
 */
public final class RackReconciler {

    private final Ports ports;
    private final RackScheduler scheduler;

    public RackReconciler(Ports ports) {
        this.ports = ports;
        this.scheduler = new RackScheduler(ports);
    }

    /**
     * Claims what is due and answers with the looks still to be taken, each independent of the others. Two sweeps at
     * the same rack do no harm: they pass its lock one after the other.
     *
     * @param limit the most to claim
     */
    public List<Runnable> claimDue(int limit) {
        return ports.racks().claimDue(limit, OutboxRelay.LEASE).stream()
                .<Runnable>map(due -> () -> reschedule(due))
                .toList();
    }

    private void reschedule(DueRack due) {
        ports.access()
                .forSystem(due.site())
                .ifPresent(scope ->
                        Transactions.decide(ports.transactions(), () -> scheduler.reschedule(scope, due.rack(), null)));
    }
}
