package io.nicotask.application.port;

import io.nicotask.domain.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A task as a caller may see it.
 *
 * @param task the task
 * @param stop how far the stop is, or null while the task is not Terminated
 */
public record TaskView(Task task, Stop.@Nullable State stop) {}
