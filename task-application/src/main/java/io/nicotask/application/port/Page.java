package io.nicotask.application.port;

import io.nicotask.domain.task.Task;
import java.util.List;

/**
 * A page of a list of tasks, found by its number ({@link TaskQueries#page}).
 *
 * @param tasks the tasks of the page
 * @param total the number of tasks on all pages
 */
public record Page(List<Task> tasks, long total) {

    public Page {
        tasks = List.copyOf(tasks);
    }
}
