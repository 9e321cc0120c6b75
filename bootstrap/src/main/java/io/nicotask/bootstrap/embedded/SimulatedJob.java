package io.nicotask.bootstrap.embedded;

import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Effect;
import io.nicotask.domain.task.ComponentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One order that simulated components are at, one ready after the other. Not safe for several threads. */
final class SimulatedJob {

    private final List<ComponentId> components;
    private final Duration begun;
    private final Duration duration;
    private final @Nullable ComponentId silent;
    private final boolean fragile;
    private final Set<ComponentId> stopped = new HashSet<>();
    private boolean toldItsEnd;

    /**
     * A job that begins now.
     *
     * @param begun the stopwatch's time
     * @param duration how long it takes until the last component is ready
     * @param silent the component that never answers, or null
     * @param fragile whether somebody must look at what was cut off
     */
    SimulatedJob(
            Set<ComponentId> components,
            Duration begun,
            Duration duration,
            @Nullable ComponentId silent,
            boolean fragile) {
        this.components = new ArrayList<>(components);
        this.begun = begun;
        this.duration = duration;
        this.silent = silent;
        this.fragile = fragile;
    }

    Effect effectOn(ComponentId component, Duration now) {
        if (stopped.contains(component)) {
            return new Effect.Broken("it was stopped");
        }
        if (now.compareTo(readyAt(component)) < 0) {
            return new Effect.Working();
        }
        return component.equals(silent) ? new Effect.Broken("one tray gave no answer") : new Effect.Done();
    }

    Abort abort(ComponentId component, Duration now) {
        if (!(effectOn(component, now) instanceof Effect.Working)) {
            return new Abort.Stopped();
        }
        stopped.add(component);
        return fragile ? new Abort.NeedsAttention("it was cut off while it was at work") : new Abort.Stopped();
    }

    /** True once. */
    boolean tellsItsEnd() {
        boolean first = !toldItsEnd;
        toldItsEnd = true;
        return first;
    }

    private Duration readyAt(ComponentId component) {
        int place = components.indexOf(component) + 1;
        return begun.plus(duration.multipliedBy(place).dividedBy(components.size()));
    }
}
