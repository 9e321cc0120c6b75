package io.nicotask.application.internal.work;

import io.nicotask.application.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Polls for due work until it is closed, whatever is thrown, an {@link Error} too: one loop claims the work, and a bounded
 * number of threads runs it, so that an engine that does not reply delays no other work. The end of a delivery
 * makes it poll again, because work may have waited for its slot. The embedding service starts and closes it.
 */
public final class PollingLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(PollingLoop.class.getName());
    /** The delay of the first poll after one that found nothing; it doubles up to the longest. */
    private static final Duration FIRST_IDLE_DELAY = Duration.ofMillis(250);

    /** A concurrency for work that is bounded otherwise, such as by the slots of sites. */
    public static final int UNLIMITED = 100_000;

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);

    private final String name;
    private final ThreadFactory threads;
    private final int concurrency;
    private final IntFunction<List<Runnable>> claimDue;
    private final Duration longestIdleDelay;
    private final Semaphore permits;
    private final WakeSignal signal;
    private final AtomicLong turns = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread loop;

    private PollingLoop(
            String name,
            ThreadFactory threads,
            int concurrency,
            Duration longestIdleDelay,
            WakeSignal signal,
            IntFunction<List<Runnable>> claimDue) {
        this.signal = signal;
        this.concurrency = concurrency;
        this.longestIdleDelay = longestIdleDelay;
        this.claimDue = claimDue;
        this.permits = new Semaphore(concurrency);
        this.name = name;
        this.threads = threads;
        this.loop = newThread(name, this::run);
    }

    private Thread newThread(String threadName, Runnable task) {
        Thread thread = threads.newThread(task);
        thread.setName(threadName);
        return thread;
    }

    /** Starts a loop on virtual threads that is not woken; for the rest see below. */
    public static PollingLoop start(
            String name, int concurrency, Duration longestIdleDelay, IntFunction<List<Runnable>> claimDue) {
        return start(name, Thread.ofVirtual().factory(), concurrency, longestIdleDelay, new WakeSignal(), claimDue);
    }

    /**
     * Starts a loop.
     *
     * @param name the name of its thread
     * @param threads creates its threads, one for itself and one for each delivery
     * @param concurrency the maximum number of deliveries at the same time
     * @param longestIdleDelay the longest time between two polls while nothing is due
     * @param signal given when work was written that is due, to poll at once
     * @param claimDue claims at most the given number of items, or that number of each kind, and returns what to run, as
     *     {@link WorkDispatcher#claimDue(int)} does
     */
    public static PollingLoop start(
            String name,
            ThreadFactory threads,
            int concurrency,
            Duration longestIdleDelay,
            WakeSignal signal,
            IntFunction<List<Runnable>> claimDue) {
        PollingLoop polling = new PollingLoop(name, threads, concurrency, longestIdleDelay, signal, claimDue);
        polling.loop.start();
        return polling;
    }

    public String name() {
        return name;
    }

    /** Returns how often the loop has polled: a loop whose number does not change hangs. */
    public long turns() {
        return turns.get();
    }

    /**
     * Stops claiming, and waits some seconds for running deliveries; unfinished work is claimed again when its lease
     * expires.
     */
    @Override
    public void close() {
        closing.countDown();
        signal.wake();
        try {
            loop.join(SHUTDOWN_TIMEOUT);
            if (!permits.tryAcquire(concurrency, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, () -> name + " stops while deliveries are still running");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration delay = FIRST_IDLE_DELAY;
        while (closing.getCount() > 0) {
            try {
                boolean hasRun = runUntilIdle();
                delay = hasRun ? FIRST_IDLE_DELAY : doubled(delay);
                if (signal.await(delay)) {
                    delay = FIRST_IDLE_DELAY;
                }
            } catch (InterruptedException | RuntimeException | Error fault) {
                LOG.log(Level.WARNING, () -> name + " goes on after a fault", fault);
            }
        }
    }

    private Duration doubled(Duration delay) {
        Duration twice = delay.multipliedBy(2);
        return twice.compareTo(longestIdleDelay) < 0 ? twice : longestIdleDelay;
    }

    /** Returns whether anything was due. */
    private boolean runUntilIdle() throws InterruptedException {
        boolean hasRun = false;
        while (closing.getCount() > 0 && runDue()) {
            hasRun = true;
        }
        return hasRun;
    }

    private boolean runDue() throws InterruptedException {
        turns.incrementAndGet();
        permits.acquire();
        List<Runnable> due = List.of();
        try {
            due = claimDue.apply(1 + permits.availablePermits());
        } catch (StoreUnavailable unavailable) {
            LOG.log(Level.WARNING, () -> name + " waits for the store", unavailable);
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.WARNING, () -> name + " could not claim due work", fault);
        } finally {
            permits.release();
        }
        for (Runnable delivery : due) {
            permits.acquire();
            deliver(delivery);
        }
        return !due.isEmpty();
    }

    private void deliver(Runnable delivery) {
        Runnable task = () -> {
            try {
                delivery.run();
            } catch (RuntimeException | Error fault) {
                LOG.log(Level.WARNING, () -> name + " failed to deliver; the claim will expire", fault);
            } finally {
                permits.release();
                signal.wake();
            }
        };
        newThread(name + "-delivery", task).start();
    }
}
