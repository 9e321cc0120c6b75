package io.nicotask.application.worker;

import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Change.LateOutcomeAdded;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;
import java.util.List;

final class FinishTaskService implements FinishTask {

    private final Ports ports;
    private final WorkerTaskUpdates updates;

    FinishTaskService(Ports ports, boolean external) {
        this.ports = ports;
        this.updates = new WorkerTaskUpdates(ports, external);
    }

    @Override
    public FinishTask.Result finish(WorkflowRunRef workflowRun, WorkResult workResult) {
        LateOutcome late = new LateOutcome(
                workflowRun.task(),
                workflowRun.run(),
                lateOutcomeOf(workResult),
                ports.clock().instant());
        return updates.applyEnd(
                        workflowRun,
                        task -> transitionOf(task, workflowRun, workResult),
                        List.of(new LateOutcomeAdded(late)))
                .map(FinishTaskService::resultOf)
                .orElseGet(() -> new FinishTask.Result.TooLate("There is no such task"));
    }

    private Transition transitionOf(Task task, WorkflowRunRef workflowRun, WorkResult workResult) {
        Instant now = ports.clock().instant();
        return switch (workResult) {
            case WorkResult.Success success -> task.succeed(workflowRun.run(), now);
            case WorkResult.Failure failure -> task.fail(workflowRun.run(), failure.error(), now);
        };
    }

    private static FinishTask.Result resultOf(Transition transition) {
        return switch (transition) {
            case Applied applied -> new FinishTask.Result.Finished();
            case AlreadyApplied already -> new FinishTask.Result.Finished();
            case Refused refused -> new FinishTask.Result.TooLate(refused.task() + " has ended otherwise");
        };
    }

    private static String lateOutcomeOf(WorkResult workResult) {
        return switch (workResult) {
            case WorkResult.Success success -> "Succeeded";
            case WorkResult.Failure failure -> TextConstraints.errorLine("Failed: " + failure.error());
        };
    }
}
