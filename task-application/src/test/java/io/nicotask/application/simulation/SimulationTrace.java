package io.nicotask.application.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The events of a schedule, one per line; recorded only on request. */
final class SimulationTrace {

    private final boolean enabled;
    private final List<String> lines = new ArrayList<>();
    private final FiberScheduler scheduler;

    SimulationTrace(boolean enabled, FiberScheduler scheduler) {
        this.enabled = enabled;
        this.scheduler = scheduler;
    }

    void line(Supplier<String> text) {
        if (enabled) {
            Fiber fiber = scheduler.current();
            String who = fiber == null ? "-" : fiber.name();
            lines.add("%9.3f %-26s %s".formatted(scheduler.now() / 1000.0, who, text.get()));
        }
    }

    List<String> lines() {
        return lines;
    }
}
