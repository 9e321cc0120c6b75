package io.nicotask.application.worker;

import io.nicotask.application.port.Ports;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;

final class FinishTaskService implements FinishTask {

    private final Ports ports;
    private final WorkerTaskUpdates updates;

    FinishTaskService(Ports ports) {
        this.ports = ports;
        this.updates = new WorkerTaskUpdates(ports);
    }

    @Override
    public FinishTaskResult finish(WorkflowRunRef workflowRun, WorkResult workResult) {
        return updates.applyEnd(workflowRun, task -> transitionOf(task, workflowRun, workResult))
                .map(transition -> resultOf(transition, workflowRun, workResult))
                .orElseGet(() -> new FinishTaskResult.TooLate("There is no such task"));
    }

    private Transition transitionOf(Task task, WorkflowRunRef workflowRun, WorkResult workResult) {
        Instant now = ports.clock().instant();
        return switch (workResult) {
            case WorkResult.Success success -> task.succeed(workflowRun.run(), now);
            case WorkResult.Failure failure -> task.fail(workflowRun.run(), failure.error(), now);
        };
    }

    private FinishTaskResult resultOf(Transition transition, WorkflowRunRef workflowRun, WorkResult workResult) {
        return switch (transition) {
            case Applied applied -> new FinishTaskResult.Finished();
            case AlreadyApplied already -> new FinishTaskResult.Finished();
            case Refused refused -> {
                updates.insertLateOutcome(workflowRun, lateOutcomeOf(workResult));
                yield new FinishTaskResult.TooLate(refused.task() + " has ended otherwise");
            }
        };
    }

    private static String lateOutcomeOf(WorkResult workResult) {
        return switch (workResult) {
            case WorkResult.Success success -> "Succeeded";
            case WorkResult.Failure failure -> TextConstraints.errorLine("Failed: " + failure.error());
        };
    }
}
