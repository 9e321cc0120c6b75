package io.nicotask.application.port;

import io.nicotask.domain.task.Task;

/**
 * One decided step of a task.
 *
 * @param before the task as it was read; its status and version guard the write
 * @param after the task as it shall be, one version later
 * @param cause why
 */
public record TaskChange(Task before, Task after, ChangeCause cause) {

    public TaskChange {
        if (!before.id().equals(after.id())
                || after.revision().version() != before.revision().version() + 1) {
            throw new IllegalArgumentException(after + " does not follow " + before);
        }
    }
}
