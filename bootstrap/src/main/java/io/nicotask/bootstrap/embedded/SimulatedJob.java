package io.nicotask.bootstrap.embedded;

import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Effect;
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

    Effect effectAt(Duration now) {
        if (stopped) {
            return new Effect.Broken("it was stopped");
        }
        if (now.compareTo(endsAt) < 0) {
            return new Effect.Working();
        }
        return error == null ? new Effect.Done() : new Effect.Broken(error);
    }

    Abort abortAt(Duration now) {
        boolean cutOff = effectAt(now) instanceof Effect.Working;
        stopped |= cutOff;
        return cutOff && fragile
                ? new Abort.NeedsAttention("it was cut off while it was at work")
                : new Abort.Stopped();
    }
}
