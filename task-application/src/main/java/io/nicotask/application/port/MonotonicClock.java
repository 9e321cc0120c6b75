package io.nicotask.application.port;

import java.time.Duration;

/**
 * A clock that never goes backwards and also advances while the process is paused; for deadlines that must not depend
 * on a clock that can be set.
 */
@FunctionalInterface
public interface MonotonicClock {

    /** Returns the time since an arbitrary fixed instant. */
    Duration elapsed();
}
