package io.nicotask.application.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when a test moves it. Safe for many threads. */
public final class SettableClock implements InstantSource {

    private volatile Instant now;

    /** Creates a clock that stands at the instant. */
    public SettableClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock forward, or back by a negative duration. */
    public synchronized void tick(Duration by) {
        now = now.plus(by);
    }
}
