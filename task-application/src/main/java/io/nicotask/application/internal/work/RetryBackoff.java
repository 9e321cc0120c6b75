package io.nicotask.application.internal.work;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The delay before the next try. It doubles from 100 ms up to 5 s, so that work continues within the bound after a
 * fault has ended, with jitter over the upper half, so that calls that failed together are not repeated together.
 */
final class RetryBackoff {

    private static final long FIRST_MILLIS = 100;
    private static final long MAX_MILLIS = 5_000;
    private static final int DOUBLINGS = 6;

    private final RandomGenerator random;

    RetryBackoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Returns the delay after a failed try.
     *
     * @param tryNumber the number of the failed try, from 1
     */
    Duration delayAfter(long tryNumber) {
        long doublings = Math.min(Math.max(tryNumber - 1, 0), DOUBLINGS);
        long millis = Math.min(MAX_MILLIS, FIRST_MILLIS << doublings);
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
