package io.nicotask.application.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when it is told to. Safe to share between threads. */
public final class SettableClock implements InstantSource {

    private volatile Instant now;

    /** A clock that stands at the instant. */
    public SettableClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock on; a negative duration moves it back. */
    public synchronized void tick(Duration by) {
        now = now.plus(by);
    }
}
