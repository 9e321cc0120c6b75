package io.nicotask.bootstrap.hardware;

import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.QuiesceStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The work of one simulated component on one command. Not thread-safe. */
final class SimulatedJob {

    private final Duration endsAt;
    private final @Nullable String error;
    private final boolean fragile;
    private boolean stopped;

    /**
     * Creates a job that has begun.
     *
     * @param endsAt the time of the monotonic clock at which it ends
     * @param error the error with which it ends, or null when it succeeds
     * @param fragile whether an operator must inspect the component when it is cut off
     */
    SimulatedJob(Duration endsAt, @Nullable String error, boolean fragile) {
        this.endsAt = endsAt;
        this.error = error;
        this.fragile = fragile;
    }

    ComponentStatus statusAt(Duration now) {
        if (stopped) {
            return new ComponentStatus.Failed("it was stopped");
        }
        if (now.compareTo(endsAt) < 0) {
            return new ComponentStatus.Working();
        }
        return error == null ? new ComponentStatus.Done() : new ComponentStatus.Failed(error);
    }

    QuiesceStatus quiesceAt(Duration now) {
        boolean cutOff = statusAt(now) instanceof ComponentStatus.Working;
        stopped |= cutOff;
        return cutOff && fragile
                ? new QuiesceStatus.NeedsInspection("it was cut off while it was at work")
                : new QuiesceStatus.Stopped();
    }
}
