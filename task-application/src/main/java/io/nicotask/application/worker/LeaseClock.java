package io.nicotask.application.worker;

import io.nicotask.application.port.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Measures the age of a lease by two clocks and returns the larger: a monotonic clock may stand still while the machine
 * is suspended, and a wall clock may be set back.
 *
 * @param monotonic the monotonic clock
 * @param wall the wall clock
 */
record LeaseClock(MonotonicClock monotonic, InstantSource wall) {

    Moment now() {
        return new Moment(monotonic.elapsed(), wall.instant());
    }

    Duration since(Moment then) {
        Duration elapsed = monotonic.elapsed().minus(then.elapsed());
        Duration shown = Duration.between(then.shown(), wall.instant());
        return elapsed.compareTo(shown) > 0 ? elapsed : shown;
    }

    /** A moment by both clocks. */
    record Moment(Duration elapsed, Instant shown) {}
}
