package io.nicotask.application.report;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stage done by one attempt, beat by beat, until it is done or nobody wants it any more. */
final class StageWork {

    private final List<StepWork> steps;
    private final LeasedHardware hardware;
    private final StageReport report;
    private final Heartbeat heartbeat;
    private final InstantSource clock;

    StageWork(
            List<StepWork> steps,
            LeasedHardware hardware,
            StageReport report,
            Heartbeat heartbeat,
            InstantSource clock) {
        this.steps = steps;
        this.hardware = hardware;
        this.report = report;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    PerformStageResult run() {
        while (true) {
            open().forEach(step -> step.advance(hardware, clock.instant()));
            if (!report.tell(steps)) {
                return leaveOff();
            }
            if (open().isEmpty()) {
                return ended();
            }
            switch (heartbeat.beat()) {
                case GO_ON -> {
                    if (!hardware.renew()) {
                        return leaveOff();
                    }
                }
                case CLOSED -> {
                    return leaveOff();
                }
                case HAND_OVER -> {
                    return new PerformStageResult.Left("The worker is shutting down");
                }
            }
        }
    }

    private PerformStageResult ended() {
        report.keepAttention(steps);
        String error = firstError();
        boolean told = error == null ? report.complete() : report.fail(error);
        if (!told) {
            report.keepLate(steps);
            return turnedAway();
        }
        return error == null ? new PerformStageResult.Completed() : new PerformStageResult.Broken(error);
    }

    /** The drain: the lease is kept until nothing of the stage acts any more. */
    private PerformStageResult leaveOff() {
        while (true) {
            open().forEach(step -> step.leaveOff(hardware, clock.instant()));
            if (open().isEmpty()) {
                report.keepAttention(steps);
                report.keepLate(steps);
                return turnedAway();
            }
            if (heartbeat.beat() == Heartbeat.Signal.HAND_OVER) {
                return new PerformStageResult.Left("The worker is shutting down");
            }
            hardware.renew();
        }
    }

    private List<StepWork> open() {
        return steps.stream().filter(step -> !step.hasEnded()).toList();
    }

    private @Nullable String firstError() {
        return steps.stream()
                .map(StepWork::error)
                .filter(error -> error != null)
                .findFirst()
                .orElse(null);
    }

    private static PerformStageResult turnedAway() {
        return new PerformStageResult.TurnedAway("The task is not this run's any more");
    }
}
