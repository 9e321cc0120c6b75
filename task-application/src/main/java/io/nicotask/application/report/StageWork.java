package io.nicotask.application.report;

import io.nicotask.application.port.StoreUnavailable;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One stage done by one attempt, beat by beat, until it is done or nobody wants it any more. */
final class StageWork {

    private final LeasedHardware hardware;
    private final StageReport report;
    private final Heartbeat heartbeat;
    private final InstantSource clock;

    StageWork(LeasedHardware hardware, StageReport report, Heartbeat heartbeat, InstantSource clock) {
        this.hardware = hardware;
        this.report = report;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    PerformStageResult run(List<StepWork> begun) {
        List<StepWork> steps = begun;
        while (true) {
            steps = each(steps, step -> step.advance(hardware, clock.instant()));
            if (!isTold(steps)) {
                return leaveOff(steps);
            }
            if (steps.stream().noneMatch(StepWork::isOpen)) {
                return ended(steps);
            }
            switch (heartbeat.beat()) {
                case GO_ON -> {
                    if (!hardware.renew()) {
                        return leaveOff(steps);
                    }
                }
                case CLOSED -> {
                    return leaveOff(steps);
                }
                case HAND_OVER -> {
                    return left();
                }
            }
        }
    }

    private PerformStageResult ended(List<StepWork> steps) {
        report.keepAttention(steps);
        String error = firstError(steps);
        boolean told = error == null ? report.complete() : report.fail(error);
        if (!told) {
            report.keepLate(steps);
            return turnedAway();
        }
        return error == null ? new PerformStageResult.Completed() : new PerformStageResult.Broken(error);
    }

    /** Whether the task is still this run's. A store that is away while the work goes on may come back in time. */
    private boolean isTold(List<StepWork> steps) {
        try {
            return report.tell(steps);
        } catch (StoreUnavailable away) {
            if (steps.stream().noneMatch(StepWork::isOpen)) {
                throw away;
            }
            return true;
        }
    }

    /** The drain: the lease is kept until nothing of the stage acts any more, and that has been kept. */
    private PerformStageResult leaveOff(List<StepWork> unwanted) {
        List<StepWork> steps = unwanted;
        while (true) {
            steps = each(steps, step -> step.leaveOff(hardware, clock.instant()));
            if (steps.stream().noneMatch(StepWork::isAtWork) && isKept(steps)) {
                return turnedAway();
            }
            if (heartbeat.beat() == Heartbeat.Signal.HAND_OVER) {
                report.keepAttention(
                        each(steps, step -> step.givenUp("The worker was shut down while it was being finished")));
                return left();
            }
            hardware.renew();
        }
    }

    private boolean isKept(List<StepWork> steps) {
        try {
            report.keepAttention(steps);
            report.keepLate(steps);
            return true;
        } catch (StoreUnavailable away) {
            return false;
        }
    }

    private static List<StepWork> each(List<StepWork> steps, UnaryOperator<StepWork> next) {
        return steps.stream().map(next).toList();
    }

    private static @Nullable String firstError(List<StepWork> steps) {
        return steps.stream()
                .map(StepWork::error)
                .flatMap(Optional::stream)
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
