package io.nicotask.application.internal.work;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All that goes on beside the use cases: the relay, the sweeps over workflows and over racks, the alarm. Whoever embeds the
 * library starts them once in each process, and closes them at the end; any number of processes may have them.
 */
public final class BackgroundServices implements AutoCloseable {

    private static final int DELIVERIES = 32;
    private static final int LOOKS = 16;

    private final OutboxRelay relay;
    private final List<PollingLoop> loops;

    private BackgroundServices(OutboxRelay relay, List<PollingLoop> loops) {
        this.relay = relay;
        this.loops = loops;
    }

    /**
     * Starts the loops.
     *
     * @param random spreads repeated attempts in time
     */
    public static BackgroundServices start(
            Ports ports, WorkflowMonitor monitor, WorkflowEngine engine, RandomGenerator random) {
        EngineCircuitBreakers breakers = new EngineCircuitBreakers(ports.clock());
        OutboxRelay relay = new OutboxRelay(ports, engine, random, breakers);
        WorkflowReconciler reconciler = new WorkflowReconciler(ports, monitor, engine, breakers);
        RackReconciler rackReconciler = new RackReconciler(ports);
        UnconfirmedStopAlarm unconfirmedStopAlarm = new UnconfirmedStopAlarm(ports.outbox());
        return new BackgroundServices(
                relay,
                List.of(
                        PollingLoop.start("relay", DELIVERIES, relay::claimDue),
                        PollingLoop.start("sweep", LOOKS, reconciler::claimDue),
                        PollingLoop.start("rack-sweep", LOOKS, rackReconciler::claimDue),
                        PollingLoop.start("stop-alarm", LOOKS, unconfirmedStopAlarm::claimDue)));
    }

    /** The relay, for whoever wants to have something delivered before its turn. */
    public OutboxRelay relay() {
        return relay;
    }

    /** Nothing more is begun; returns within seconds. */
    @Override
    public void close() {
        loops.parallelStream().forEach(PollingLoop::close);
    }
}
