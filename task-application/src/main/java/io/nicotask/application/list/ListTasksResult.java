package io.nicotask.application.list;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskListing.Page;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.domain.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers of {@link ListTasks}. */
public sealed interface ListTasksResult {

    /**
     * A page, as it was asked for.
     *
     * @param page its tasks, and how many there are in all
     */
    record Listed(Page page) implements ListTasksResult {}

    /**
     * A stretch of a walk, as it was asked for.
     *
     * @param tasks the tasks
     * @param next where to go on, or null when the walk has come to its end
     */
    record Walked(List<Task> tasks, @Nullable Position next) implements ListTasksResult {

        public Walked {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ListTasksResult {}
}
