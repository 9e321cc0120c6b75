package io.nicotask.application.worker;

import io.nicotask.application.port.StoreUnavailable;
import java.time.InstantSource;
import java.util.List;

/**
 * Drains the steps of an attempt whose task has ended: interruptible steps are aborted, run-to-completion steps are
 * finished, and nothing new begins. The lease is renewed until nothing of the stage acts any more and the outcome is
 * stored, so that the rack stays reserved.
 */
final class StageDrain {

    private final FencedHardware hardware;
    private final StageProgressWriter progress;
    private final Heartbeat heartbeat;
    private final InstantSource clock;

    StageDrain(FencedHardware hardware, StageProgressWriter progress, Heartbeat heartbeat, InstantSource clock) {
        this.hardware = hardware;
        this.progress = progress;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    /** Drains the steps; returns false when the worker shut down first. */
    boolean drain(List<StepExecution> running) {
        List<StepExecution> steps = running;
        while (true) {
            steps = steps.stream()
                    .map(step -> step.drain(hardware, clock.instant()))
                    .toList();
            if (steps.stream().noneMatch(StepExecution::isRunning) && writeOutcome(steps)) {
                return true;
            }
            if (heartbeat.beat() == Heartbeat.Signal.HAND_OVER) {
                progress.insertInspectionAlerts(steps.stream()
                        .map(step -> step.withNeedsInspection("The worker was shut down while it was being finished"))
                        .toList());
                return false;
            }
            hardware.renew();
        }
    }

    private boolean writeOutcome(List<StepExecution> steps) {
        try {
            progress.insertInspectionAlerts(steps);
            progress.insertLateOutcomes(steps);
            return true;
        } catch (StoreUnavailable unavailable) {
            return false;
        }
    }
}
