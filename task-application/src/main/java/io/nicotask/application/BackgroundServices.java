package io.nicotask.application;

import io.nicotask.application.internal.work.BackgroundWork;
import io.nicotask.application.internal.work.PollingLoop;
import io.nicotask.application.internal.work.WakeSignal;
import io.nicotask.application.internal.work.WakingStorage;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkItem.Kind;
import io.nicotask.application.port.WorkflowEngine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * The background services: deliver starts and stops to the workflow engine, check workflows and racks, and raise alerts
 * for stops. An embedding service starts them once per process and closes them at shutdown; any number of processes may
 * run them. Safe for use by several threads.
 */
public final class BackgroundServices implements AutoCloseable {

    private static final Logger LOG = System.getLogger(BackgroundServices.class.getName());

    /** Short enough that another process takes over within the bound after a crash. */
    private static final Duration IDLE_DELAY = Duration.ofSeconds(2);

    private final WakeSignal signal = new WakeSignal();
    private final WorkDispatcher dispatcher;
    private final PollingLoop loop;

    private BackgroundServices(Ports ports, WorkflowEngine engine, RandomGenerator random) {
        this.dispatcher = BackgroundWork.dispatcher(waking(ports, signal), engine, random);
        this.loop = PollingLoop.start("work", PollingLoop.UNLIMITED, IDLE_DELAY, signal, dispatcher::claimDue);
    }

    /**
     * Starts the services.
     *
     * @param random the source of the jitter of retries
     */
    public static BackgroundServices start(Ports ports, WorkflowEngine engine, RandomGenerator random) {
        return new BackgroundServices(ports, engine, random);
    }

    /** Returns the same ports; a decision that writes work which is due at once makes these services claim it at once. */
    public Ports waking(Ports ports) {
        return waking(ports, signal);
    }

    private static Ports waking(Ports ports, WakeSignal signal) {
        return ports.withStorage(new WakingStorage(ports.storage(), signal::wake));
    }

    /**
     * Starts a loop that an adapter needs beside these, such as one that counts for lists.
     *
     * @param name the name of its thread
     * @param longestIdleDelay the longest time between two calls while nothing is due
     * @param claimDue claims work, at most as much as its argument says, and returns it; called again until nothing is due
     * @return the loop; closing it returns within seconds
     */
    public static AutoCloseable startLoop(
            String name, Duration longestIdleDelay, IntFunction<List<Runnable>> claimDue) {
        return PollingLoop.start(name, 1, longestIdleDelay, claimDue);
    }

    /**
     * Starts the workflow of a task that this process has just submitted. Does nothing while the circuit of the site's
     * engine is open: then the work is carried out later.
     *
     * @throws StoreUnavailable when the store cannot be reached; the work is carried out later
     */
    public void start(TaskView submitted) {
        log(Kind.START_WORKFLOW, submitted, dispatcher.start(submitted));
    }

    /** As {@link #start}: closes the workflow of a task that this process has just cancelled. */
    public void stop(TaskView cancelled) {
        log(Kind.STOP_WORKFLOW, cancelled, dispatcher.stop(cancelled));
    }

    private static void log(Kind kind, TaskView decided, boolean settled) {
        LOG.log(Level.DEBUG, () -> kind + " of " + decided.task() + (settled ? " is settled" : " is left to the loop"));
    }

    /** Returns how often due work was claimed: services whose number does not change within seconds hang. */
    public long turns() {
        return loop.turns();
    }

    /** Stops claiming work; returns within seconds. */
    @Override
    public void close() {
        loop.close();
    }
}
