package io.nicotask.application.relay;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Racks.DueRack;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.rack.RackHandover;
import java.util.List;

/**
 * Looks at the racks on which something may have happened that no transaction announces: the lease of an attempt has
 * lapsed, or a task has waited for too long.
 */
public final class RackSweep {

    private final Ports ports;
    private final RackHandover handover;

    public RackSweep(Ports ports) {
        this.ports = ports;
        this.handover = new RackHandover(ports);
    }

    /**
     * Claims what is due and answers with the looks still to be taken, each independent of the others. Two sweeps at
     * the same rack do no harm: they pass its lock one after the other.
     *
     * @param limit the most to claim
     */
    public List<Runnable> claimDue(int limit) {
        return ports.racks().claimDue(limit, Relay.LEASE).stream()
                .<Runnable>map(due -> () -> settle(due))
                .toList();
    }

    private void settle(DueRack due) {
        ports.access()
                .forSystem(due.site())
                .ifPresent(scope ->
                        Transactions.decide(ports.transactions(), () -> handover.settle(scope, due.rack(), null)));
    }
}
