package io.nicotask.application;

import io.nicotask.application.internal.work.EngineCircuitBreakers;
import io.nicotask.application.internal.work.OutboxRelay;
import io.nicotask.application.internal.work.PollingLoop;
import io.nicotask.application.internal.work.RackReconciler;
import io.nicotask.application.internal.work.UnconfirmedStopAlarm;
import io.nicotask.application.internal.work.WorkflowReconciler;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * The background services: the outbox relay, the reconcilers for workflows and racks, and the alarm for stops. An
 * embedding service starts them once per process and closes them at shutdown; any number of processes may run them.
 * Safe for use by several threads.
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

    /**
     * Starts a loop that an adapter needs beside these, such as one that counts for lists.
     *
     * @param name the name of its thread
     * @param claimDue claims work, at most as much as its argument says, and returns it; called again until nothing is
     *     due, and then every half second
     * @return the loop; closing it returns within seconds
     */
    public static AutoCloseable startLoop(String name, IntFunction<List<Runnable>> claimDue) {
        return PollingLoop.start(name, 1, claimDue);
    }

    /**
     * Delivers the entries of a task's outbox now instead of at the relay's next poll; does nothing while the circuit of
     * the site's engine is open.
     *
     * @throws StoreUnavailable when the store cannot be reached; the relay delivers the entries later
     */
    public void deliver(SiteId site, TaskId task) {
        relay.deliverUnlessEngineDown(site, task);
    }

    /** Stops claiming work; returns within seconds. */
    @Override
    public void close() {
        loops.parallelStream().forEach(PollingLoop::close);
    }
}
