package io.nicotask.application.worker;

import io.nicotask.application.port.StoreUnavailable;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Executes one stage in one attempt, with a heartbeat between rounds of calls to the hardware, until the stage is
 * complete, the task has ended, or the worker shuts down.
 */
final class StageExecutor {

    private final FencedHardware hardware;
    private final StageProgressWriter progress;
    private final Heartbeat heartbeat;
    private final InstantSource clock;

    StageExecutor(FencedHardware hardware, StageProgressWriter progress, Heartbeat heartbeat, InstantSource clock) {
        this.hardware = hardware;
        this.progress = progress;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    ExecuteStageResult run(List<StepExecution> initial) {
        List<StepExecution> steps = initial;
        while (true) {
            steps = each(steps, step -> step.ensure(hardware, clock.instant()));
            if (!writeProgress(steps)) {
                return drain(steps);
            }
            if (steps.stream().noneMatch(StepExecution::isOpen)) {
                return finish(steps);
            }
            switch (heartbeat.beat()) {
                case CONTINUE -> {
                    if (!hardware.renew()) {
                        return drain(steps);
                    }
                }
                case WORKFLOW_CLOSED -> {
                    return drain(steps);
                }
                case HAND_OVER -> {
                    return handedOver();
                }
            }
        }
    }

    private ExecuteStageResult finish(List<StepExecution> steps) {
        progress.insertInspectionAlerts(steps);
        String error = firstError(steps);
        boolean written = error == null ? progress.complete() : progress.fail(error);
        if (!written) {
            progress.insertLateOutcomes(steps);
            return refused();
        }
        return error == null ? new ExecuteStageResult.Completed() : new ExecuteStageResult.Failed(error);
    }

    /**
     * Returns whether the task still belongs to this run. When the store is unavailable, the attempt continues while
     * steps are open, because the store may recover in time.
     */
    private boolean writeProgress(List<StepExecution> steps) {
        try {
            return progress.writeCounters(steps);
        } catch (StoreUnavailable unavailable) {
            if (steps.stream().noneMatch(StepExecution::isOpen)) {
                throw unavailable;
            }
            return true;
        }
    }

    /** The drain: keeps the lease until nothing of the stage acts any more and the outcome is stored. */
    private ExecuteStageResult drain(List<StepExecution> draining) {
        List<StepExecution> steps = draining;
        while (true) {
            steps = each(steps, step -> step.drain(hardware, clock.instant()));
            if (steps.stream().noneMatch(StepExecution::isRunning) && writeDrained(steps)) {
                return refused();
            }
            if (heartbeat.beat() == Heartbeat.Signal.HAND_OVER) {
                progress.insertInspectionAlerts(each(
                        steps,
                        step -> step.withNeedsInspection("The worker was shut down while it was being finished")));
                return handedOver();
            }
            hardware.renew();
        }
    }

    private boolean writeDrained(List<StepExecution> steps) {
        try {
            progress.insertInspectionAlerts(steps);
            progress.insertLateOutcomes(steps);
            return true;
        } catch (StoreUnavailable unavailable) {
            return false;
        }
    }

    private static List<StepExecution> each(List<StepExecution> steps, UnaryOperator<StepExecution> next) {
        return steps.stream().map(next).toList();
    }

    private static @Nullable String firstError(List<StepExecution> steps) {
        return steps.stream()
                .map(StepExecution::error)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static ExecuteStageResult handedOver() {
        return new ExecuteStageResult.HandedOver("The worker is shutting down");
    }

    private static ExecuteStageResult refused() {
        return new ExecuteStageResult.Refused("The task is not this run's any more");
    }
}
