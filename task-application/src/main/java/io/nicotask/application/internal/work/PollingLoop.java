package io.nicotask.application.internal.work;

import io.nicotask.application.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Polls for due work until it is closed: one loop claims the work, and a bounded number of virtual threads runs it, so
 * that an engine that does not reply delays no other work. The embedding service starts and closes it.
 */
public final class PollingLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(PollingLoop.class.getName());
    private static final Duration IDLE_DELAY = Duration.ofMillis(500);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);

    private final int concurrency;
    private final IntFunction<List<Runnable>> claimDue;
    private final Semaphore permits;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread loop;

    private PollingLoop(String name, int concurrency, IntFunction<List<Runnable>> claimDue) {
        this.concurrency = concurrency;
        this.claimDue = claimDue;
        this.permits = new Semaphore(concurrency);
        this.loop = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /**
     * Starts a loop.
     *
     * @param name the name of its thread
     * @param concurrency the maximum number of deliveries at the same time
     * @param claimDue claims at most the given number of items and returns what to run, such as
     *     {@link OutboxRelay#claimDue}
     */
    public static PollingLoop start(String name, int concurrency, IntFunction<List<Runnable>> claimDue) {
        PollingLoop polling = new PollingLoop(name, concurrency, claimDue);
        polling.loop.start();
        return polling;
    }

    /**
     * Stops claiming, and waits some seconds for running deliveries; unfinished work is claimed again when its lease
     * expires.
     */
    @Override
    public void close() {
        closing.countDown();
        try {
            loop.join(SHUTDOWN_TIMEOUT);
            if (!permits.tryAcquire(concurrency, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, () -> loop.getName() + " stops while deliveries are still running");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                runUntilIdle();
            } while (!closing.await(IDLE_DELAY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            LOG.log(Level.WARNING, () -> loop.getName() + " was interrupted and stops");
        }
    }

    private void runUntilIdle() throws InterruptedException {
        boolean more = true;
        while (more && closing.getCount() > 0) {
            more = runDue();
        }
    }

    private boolean runDue() throws InterruptedException {
        permits.acquire();
        int limit = 1 + permits.drainPermits();
        List<Runnable> due = List.of();
        try {
            due = claimDue.apply(limit);
        } catch (StoreUnavailable unavailable) {
            LOG.log(Level.WARNING, () -> loop.getName() + " waits for the store: " + unavailable.getMessage());
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, () -> loop.getName() + " could not claim due work", fault);
        } finally {
            permits.release(limit - due.size());
        }
        due.forEach(this::deliver);
        return !due.isEmpty();
    }

    private void deliver(Runnable delivery) {
        Thread.ofVirtual().name(loop.getName() + "-delivery").start(() -> {
            try {
                delivery.run();
            } catch (RuntimeException fault) {
                LOG.log(Level.WARNING, () -> loop.getName() + " failed to deliver; the claim will expire", fault);
            } finally {
                permits.release();
            }
        });
    }
}
