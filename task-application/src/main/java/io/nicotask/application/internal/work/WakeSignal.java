package io.nicotask.application.internal.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Ends the pause of a polling loop. Safe for use by several threads; several signals in one pause count as one. */
public final class WakeSignal {

    private final Semaphore signals = new Semaphore(0);

    /** Ends the current pause, or the next one if there is none. */
    public void wake() {
        signals.release();
    }

    /**
     * Pauses.
     *
     * @return whether a signal ended the pause
     */
    boolean await(Duration pause) throws InterruptedException {
        boolean woken = signals.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        signals.drainPermits();
        return woken;
    }
}
