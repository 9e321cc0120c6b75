package io.nicotask.application.contract;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions with one generous bound, because durations depend on the load of the machine. */
public final class Eventually {

    private static final Duration BOUND = Duration.ofMinutes(5);

    private Eventually() {}

    /** As Awaitility's {@code await}, which gives up after ten seconds. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(BOUND);
    }
}
