package io.nicotask.application.port;

import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Terminated;
import org.jspecify.annotations.Nullable;

/**
 * A task as shown to a caller.
 *
 * @param task the task
 * @param stop the state of the stop, or null while the task is not Terminated
 */
public record TaskView(Task task, @Nullable StopStatus stop) {

    /** Returns the view of the task in the snapshot. A task that never had a workflow has nothing to stop. */
    public static TaskView of(TaskSnapshot snapshot) {
        return of(snapshot.task(), snapshot.stop());
    }

    /** Returns the view of the task; its stop is null if it is open or never had a workflow. */
    public static TaskView of(Task task, @Nullable Stop stop) {
        return task.state() instanceof Terminated
                ? new TaskView(task, stop == null ? StopStatus.CONFIRMED : stop.status())
                : new TaskView(task, null);
    }
}
