package io.nicotask.application.internal.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;

/** The loops of a process that carry out its background work, or by hand what they would do. Safe for use by several threads. */
public final class BackgroundLoops implements AutoCloseable {

    /** Short enough that another process takes over within the bound after a crash. */
    private static final Duration IDLE_DELAY = Duration.ofSeconds(2);

    private static final Duration UPKEEP_DELAY = Duration.ofSeconds(10);

    /** How many items {@link #runDue} claims of each lane at once. */
    private static final int DUE_AT_ONCE = 48;

    private final WorkDispatcher dispatcher;
    private final WakeSignal signal;
    private final IntFunction<List<Runnable>> upkeep;
    private final ThreadFactory threads;
    private final Deque<PollingLoop> loops = new ConcurrentLinkedDeque<>();

    /**
     * Starts nothing yet.
     *
     * @param signal given when due work was written
     * @param upkeep returns maintenance of the storage
     */
    public BackgroundLoops(
            WorkDispatcher dispatcher, WakeSignal signal, IntFunction<List<Runnable>> upkeep, ThreadFactory threads) {
        this.dispatcher = dispatcher;
        this.signal = signal;
        this.upkeep = upkeep;
        this.threads = threads;
    }

    /**
     * Starts the loops, once.
     *
     * @throws IllegalStateException if they have been started
     */
    public void start() {
        if (areStarted()) {
            throw new IllegalStateException("The background services have been started");
        }
        loops.push(PollingLoop.start(
                "claimed-work",
                threads,
                PollingLoop.UNLIMITED,
                IDLE_DELAY,
                dispatcher.claimedSignal(),
                limit -> dispatcher.takeClaimed()));
        loops.push(PollingLoop.start("work", threads, PollingLoop.UNLIMITED, IDLE_DELAY, signal, dispatcher::claimDue));
        start("upkeep", UPKEEP_DELAY, upkeep);
    }

    /** Starts one loop more; see {@link PollingLoop#start}. */
    public void start(String name, Duration longestIdleDelay, IntFunction<List<Runnable>> claimDue) {
        loops.push(PollingLoop.start(name, threads, 1, longestIdleDelay, new WakeSignal(), claimDue));
    }

    public boolean areStarted() {
        return !loops.isEmpty();
    }

    /** Carries out in this thread what is due, and what follows from it at once; returns the number of items. */
    public int runDue() {
        int count = 0;
        for (List<Runnable> due = claimDue(); !due.isEmpty(); due = claimDue()) {
            due.forEach(Runnable::run);
            count += due.size();
        }
        return count;
    }

    private List<Runnable> claimDue() {
        List<Runnable> due = new ArrayList<>(dispatcher.takeClaimed());
        due.addAll(dispatcher.claimDue(DUE_AT_ONCE));
        due.addAll(upkeep.apply(1));
        return due;
    }

    /** Returns for each loop, by its name, how often it has polled. */
    public Map<String, Long> turns() {
        Map<String, Long> turns = new TreeMap<>();
        loops.forEach(loop -> turns.put(loop.name(), loop.turns()));
        return turns;
    }

    /** Stops claiming work, and last the work that this process has claimed; returns within seconds. */
    @Override
    public void close() {
        loops.forEach(PollingLoop::close);
        loops.clear();
    }
}
