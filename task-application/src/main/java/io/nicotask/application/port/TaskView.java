package io.nicotask.application.port;

import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Terminated;
import org.jspecify.annotations.Nullable;

/**
 * A task as a caller may see it.
 *
 * @param task the task
 * @param stop how far the stop is, or null while the task is not Terminated
 */
public record TaskView(Task task, StopStatus.@Nullable State stop) {

    /**
     * The view of a task that was read before. Reading the stop afterwards is enough: it came in the transaction that
     * made the task Terminated. A task that never had a workflow has no stop, and nothing to confirm.
     */
    public static TaskView of(Task task, TaskScope scope, WorkflowOutbox outbox) {
        return task.state() instanceof Terminated
                ? new TaskView(
                        task,
                        outbox.stopOf(scope, task.id()).map(StopStatus::state).orElse(StopStatus.State.CONFIRMED))
                : new TaskView(task, null);
    }
}
