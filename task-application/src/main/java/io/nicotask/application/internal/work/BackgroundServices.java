package io.nicotask.application.internal.work;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The background services: the outbox relay, the reconcilers for workflows and racks, and the alarm for stops. An
 * embedding service starts them once per process and closes them at shutdown; any number of processes may run them.
 */
public final class BackgroundServices implements AutoCloseable {

    private static final int DELIVERY_CONCURRENCY = 32;
    private static final int CHECK_CONCURRENCY = 16;

    private final OutboxRelay relay;
    private final List<PollingLoop> loops;

    private BackgroundServices(OutboxRelay relay, List<PollingLoop> loops) {
        this.relay = relay;
        this.loops = loops;
    }

    /**
     * Starts the loops.
     *
     * @param random the source of the jitter of retries
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
                        PollingLoop.start("relay", DELIVERY_CONCURRENCY, relay::claimDue),
                        PollingLoop.start("workflow-reconciler", CHECK_CONCURRENCY, reconciler::claimDue),
                        PollingLoop.start("rack-reconciler", CHECK_CONCURRENCY, rackReconciler::claimDue),
                        PollingLoop.start("stop-alarm", CHECK_CONCURRENCY, unconfirmedStopAlarm::claimDue)));
    }

    /** Returns the relay, so that entries can be delivered before they are polled. */
    public OutboxRelay relay() {
        return relay;
    }

    /** Stops claiming work; returns within seconds. */
    @Override
    public void close() {
        loops.parallelStream().forEach(PollingLoop::close);
    }
}
