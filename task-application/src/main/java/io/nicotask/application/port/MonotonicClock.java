package io.nicotask.application.port;

import java.time.Duration;

/** Time that only goes forward, also while the process is paused; for what must not trust a clock that can be set. */
@FunctionalInterface
public interface MonotonicClock {

    /** The time since some fixed moment. */
    Duration elapsed();
}
