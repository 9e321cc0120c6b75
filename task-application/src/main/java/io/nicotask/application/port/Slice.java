package io.nicotask.application.port;

import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.domain.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a list of tasks, which continues after a cursor ({@link TaskQueries#slice}).
 *
 * @param tasks the tasks of the slice
 * @param next the cursor of the next slice, or null at the end
 */
public record Slice(List<Task> tasks, @Nullable Position next) {

    public Slice {
        tasks = List.copyOf(tasks);
    }
}
