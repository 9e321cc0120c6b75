package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.time.Instant;
import java.util.Optional;

/** The end of an open task whose workflow has closed without reporting to this service. */
@FunctionalInterface
interface TaskClosure {

    /** Returns the task after its end; empty when it has already ended. */
    Optional<Task> applyTo(Task task, Instant now);

    /** Fails the task in the name of the system. */
    static TaskClosure failure(String error) {
        return (task, now) -> applied(task.fail(null, error, now));
    }

    /** Ends the task as its workflow closed. */
    static TaskClosure matching(WorkflowDescription.Closed closed) {
        return switch (closed.closeStatus()) {
            case COMPLETED -> TaskClosure::completed;
            case FAILED -> failure("Workflow failed without reporting a result");
            case CANCELED -> failure("Workflow was cancelled outside of this service");
            case TERMINATED -> failure("Workflow was terminated outside of this service");
            case TIMED_OUT -> failure("Workflow timed out");
        };
    }

    /** A workflow that completed without passing the start gate may have done anything or nothing. */
    private static Optional<Task> completed(Task task, Instant now) {
        WorkflowRun passed = task.state().runOrNull();
        return applied(
                passed == null
                        ? task.fail(null, "Workflow completed without passing the start gate", now)
                        : task.succeed(passed.id(), now));
    }

    private static Optional<Task> applied(Transition transition) {
        return switch (transition) {
            case Applied applied -> Optional.of(applied.task());
            case AlreadyApplied already -> Optional.empty();
            case Refused refused -> Optional.empty();
        };
    }
}
