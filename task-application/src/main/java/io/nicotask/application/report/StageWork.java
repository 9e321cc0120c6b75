package io.nicotask.application.report;

import io.nicotask.application.port.StoreUnavailable;
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
            if (!isTold()) {
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
                    return left();
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

    /** Whether the task is still this run's. A store that is away while the work goes on may come back in time. */
    private boolean isTold() {
        try {
            return report.tell(steps);
        } catch (StoreUnavailable away) {
            if (open().isEmpty()) {
                throw away;
            }
            return true;
        }
    }

    /** The drain: the lease is kept until nothing of the stage acts any more, and that has been kept. */
    private PerformStageResult leaveOff() {
        while (true) {
            open().forEach(step -> step.leaveOff(hardware, clock.instant()));
            if (open().isEmpty() && isKept()) {
                return turnedAway();
            }
            if (heartbeat.beat() == Heartbeat.Signal.HAND_OVER) {
                return abandoned();
            }
            hardware.renew();
        }
    }

    private boolean isKept() {
        try {
            report.keepAttention(steps);
            report.keepLate(steps);
            return true;
        } catch (StoreUnavailable away) {
            return false;
        }
    }

    /** Nobody goes on with the work of an ended task. */
    private PerformStageResult abandoned() {
        open().forEach(step -> step.giveUp("The worker was shut down while it was being finished"));
        report.keepAttention(steps);
        return left();
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

    private static PerformStageResult left() {
        return new PerformStageResult.Left("The worker is shutting down");
    }

    private static PerformStageResult turnedAway() {
        return new PerformStageResult.TurnedAway("The task is not this run's any more");
    }
}
