package io.nicotask.application.internal.work;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from 100 ms up to 5 s, so that work goes on within the bound after
 * a fault has healed, and spread over the upper half, so that what failed together does not come back together.
 */
final class RetryBackoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;
    private static final int DOUBLINGS = 6;

    private final RandomGenerator random;

    RetryBackoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The delay after a failed attempt.
     *
     * @param attempt which attempt failed, from 1
     */
    Duration delayAfter(long attempt) {
        long doublings = Math.min(Math.max(attempt - 1, 0), DOUBLINGS);
        long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << doublings);
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
