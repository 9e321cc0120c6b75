package io.nicotask.bootstrap.hardware;

import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.QuiesceStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one simulated component does for one order. Not safe for several threads. */
final class SimulatedJob {

    private final Duration endsAt;
    private final @Nullable String error;
    private final boolean fragile;
    private boolean stopped;

    /**
     * A job that has begun.
     *
     * @param endsAt the stopwatch's time when it will have ended
     * @param error with which error it will end, or null when it will end well
     * @param fragile whether somebody must look at the component when it is cut off
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
