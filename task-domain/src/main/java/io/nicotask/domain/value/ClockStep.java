package io.nicotask.domain.value;

import java.time.Duration;
import java.time.Instant;

/**
 * Recognizes that the clock of the store was set back: an instant that was read from it before lies ahead of it. An age
 * that counts from such an instant is unknown, and is taken for a long one.
 */
public final class ClockStep {

    /** A shorter step, and a shorter difference between two clocks, is ignored: it delays nothing for longer than this. */
    public static final Duration TOLERANCE = Duration.ofSeconds(5);

    private ClockStep() {}

    /**
     * Returns whether the clock was set back since the instant was read from it.
     *
     * @param earlier an instant that was read from the clock
     * @param now what the clock shows now
     */
    public static boolean hasHappenedSince(Instant earlier, Instant now) {
        return earlier.isAfter(now.plus(TOLERANCE));
    }
}
