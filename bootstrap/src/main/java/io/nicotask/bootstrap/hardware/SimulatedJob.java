package io.nicotask.bootstrap.hardware;

import io.nicotask.application.port.RackHardware.ComponentStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The work of one simulated component for one try of a step. Not thread-safe. */
final class SimulatedJob {

    private final int tryNumber;
    private final Duration endsAt;
    private final @Nullable String error;
    private final boolean fragile;
    private boolean stopped;

    /**
     * Creates a job that has begun.
     *
     * @param tryNumber the number of the try
     * @param endsAt when it ends, by the monotonic clock
     * @param error its error, or null when it succeeds
     * @param fragile whether the status of the component is unknown once it was cut off
     */
    SimulatedJob(int tryNumber, Duration endsAt, @Nullable String error, boolean fragile) {
        this.tryNumber = tryNumber;
        this.endsAt = endsAt;
        this.error = error;
        this.fragile = fragile;
    }

    int tryNumber() {
        return tryNumber;
    }

    ComponentStatus statusAt(Duration now) {
        if (stopped) {
            return fragile
                    ? new ComponentStatus.Unknown("it was cut off while it was at work")
                    : new ComponentStatus.Stopped();
        }
        return now.compareTo(endsAt) < 0 ? new ComponentStatus.Acting(null) : new ComponentStatus.Ended(error);
    }

    /** Does nothing when it has ended. */
    void cutOffAt(Duration now) {
        stopped |= statusAt(now) instanceof ComponentStatus.Acting;
    }
}
