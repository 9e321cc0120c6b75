package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.task.WorkflowRun;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The transitions of an open task whose workflow has closed without reporting to this service. */
@FunctionalInterface
interface TaskClosure {

    /** Returns the states that the task passes through, in order; none when it has already ended. */
    List<Task> transitionsOf(Task task, Instant now);

    /** Starts the task, because its workflow has begun. */
    static TaskClosure started(WorkflowRunId run) {
        return (task, now) -> applied(task.start(run, now));
    }

    /** Fails the task in the name of the system. */
    static TaskClosure failure(String error) {
        return (task, now) -> applied(task.fail(null, error, now));
    }

    /** Ends the task as its workflow closed. */
    static TaskClosure matching(WorkflowDescription.Closed closed) {
        return switch (closed.closeStatus()) {
            case COMPLETED -> (task, now) -> completed(task, closed.run(), now);
            case FAILED -> failure("Workflow failed without reporting a result");
            case CANCELED -> failure("Workflow was cancelled outside of this service");
            case TERMINATED -> failure("Workflow was terminated outside of this service");
            case TIMED_OUT -> failure("Workflow timed out");
        };
    }

    /** A workflow can have completed while its task is still Pending; then the task makes two transitions. */
    private static List<Task> completed(Task task, WorkflowRunId run, Instant now) {
        List<Task> steps = new ArrayList<>(applied(task.start(run, now)));
        Task begun = steps.isEmpty() ? task : steps.getFirst();
        WorkflowRun passed = begun.state().runOrNull();
        if (passed != null) {
            steps.addAll(applied(begun.succeed(passed.id(), now)));
        }
        return steps;
    }

    private static List<Task> applied(Transition transition) {
        return switch (transition) {
            case Applied applied -> List.of(applied.task());
            case AlreadyApplied already -> List.of();
            case Refused refused -> List.of();
        };
    }
}
