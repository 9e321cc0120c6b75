package io.nicotask.application.worker;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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

    ExecuteStage.Result run(List<StepExecution> initial) {
        List<StepExecution> steps = initial;
        while (true) {
            steps = steps.stream()
                    .map(step -> step.ensure(hardware, clock.instant()))
                    .toList();
            if (!writeProgress(steps)) {
                return refused();
            }
            if (steps.stream().noneMatch(StepExecution::isOpen)) {
                return finish(steps);
            }
            switch (heartbeat.beat()) {
                case CONTINUE -> {}
                case UNANSWERED -> hardware.doubt();
                case WORKFLOW_CLOSED -> {
                    return refused();
                }
                case HAND_OVER -> {
                    return new ExecuteStage.Result.HandedOver("The worker is shutting down");
                }
            }
            if (!hardware.isTaskRunning()) {
                return refused();
            }
        }
    }

    private ExecuteStage.Result finish(List<StepExecution> steps) {
        String error = firstError(steps);
        if (!progress.end(steps, error)) {
            return refused();
        }
        return error == null ? new ExecuteStage.Result.Completed() : new ExecuteStage.Result.Failed(error);
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

    private static @Nullable String firstError(List<StepExecution> steps) {
        return steps.stream()
                .map(StepExecution::error)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static ExecuteStage.Result refused() {
        return new ExecuteStage.Result.Refused("The task is not this run's any more");
    }
}
