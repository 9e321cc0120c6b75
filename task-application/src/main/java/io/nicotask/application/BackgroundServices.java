package io.nicotask.application;

import io.nicotask.application.internal.work.BackgroundWork;
import io.nicotask.application.internal.work.PollingLoop;
import io.nicotask.application.internal.work.WakeSignal;
import io.nicotask.application.internal.work.WakingStorage;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.port.EngineStatus;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * The background services: deliver starts and stops to the workflow engine, check workflows and racks, and raise alerts
 * for stops. An embedding service starts them once per process and closes them at shutdown; any number of processes may
 * run them. Safe for use by several threads.
 */
public final class BackgroundServices implements AutoCloseable {

    /** Short enough that another process takes over within the bound after a crash. */
    private static final Duration IDLE_DELAY = Duration.ofSeconds(2);

    private final WakeSignal signal = new WakeSignal();
    private final WorkDispatcher dispatcher;
    private final Deque<NamedLoop> loops = new ConcurrentLinkedDeque<>();

    private BackgroundServices(Ports ports, WorkflowEngine engine, RandomGenerator random) {
        this.dispatcher = BackgroundWork.dispatcher(waking(ports, signal), engine, random);
        start(
                "claimed-work",
                PollingLoop.UNLIMITED,
                IDLE_DELAY,
                dispatcher.claimedSignal(),
                limit -> dispatcher.takeClaimed());
        start("work", PollingLoop.UNLIMITED, IDLE_DELAY, signal, dispatcher::claimDue);
    }

    private void start(
            String name,
            int concurrency,
            Duration longestIdleDelay,
            WakeSignal wake,
            IntFunction<List<Runnable>> claimDue) {
        loops.push(new NamedLoop(name, PollingLoop.start(name, concurrency, longestIdleDelay, wake, claimDue)));
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
     * Starts a loop that an adapter needs beside these, such as one that counts for lists. It is closed with these
     * services.
     *
     * @param name its name, which no other loop has
     * @param longestIdleDelay the longest time between two calls while nothing is due; a few seconds
     * @param claimDue claims work, at most as much as its argument says, and returns it; called again until nothing is due
     */
    public void startLoop(String name, Duration longestIdleDelay, IntFunction<List<Runnable>> claimDue) {
        start(name, 1, longestIdleDelay, new WakeSignal(), claimDue);
    }

    /**
     * Starts the workflow of a task that this process has just submitted, in the background and before it claims other
     * work. Does nothing for a task whose start was not written as claimed. Returns at once.
     */
    public void start(TaskView submitted) {
        dispatcher.start(submitted);
    }

    /**
     * As {@link #start(TaskView)}: closes the workflow of a task that this process has just cancelled. Returns at once as
     * long as the terminates of the task's site keep up with its cancels, and otherwise within 100 milliseconds.
     */
    public void stop(TaskView cancelled) {
        dispatcher.stop(cancelled);
        dispatcher.pauseWhileTerminatesWait(cancelled.task().spec().site());
    }

    /** Returns what this process has observed of the site's engine. Calls nothing. */
    public EngineStatus engineStatus(SiteId site) {
        return dispatcher.engineStatus(site);
    }

    /**
     * Returns for each loop, by its name, how often it has looked for work: one whose number does not change within
     * seconds hangs.
     */
    public Map<String, Long> turns() {
        Map<String, Long> turns = new TreeMap<>();
        loops.forEach(loop -> turns.put(loop.name(), loop.polling().turns()));
        return turns;
    }

    /** Stops claiming work, and last the work that this process has claimed; returns within seconds. */
    @Override
    public void close() {
        loops.forEach(loop -> loop.polling().close());
    }

    private record NamedLoop(String name, PollingLoop polling) {}
}
