package io.nicotask.application.port;

import io.nicotask.domain.task.Task;

/**
 * One decided change of a task.
 *
 * @param before the task as it was read; its status and version guard the write
 * @param after the task to store, one version later
 * @param cause the cause of the change
 */
public record TaskChange(Task before, Task after, ChangeCause cause) {

    public TaskChange {
        if (!before.id().equals(after.id())
                || after.revision().version() != before.revision().version() + 1) {
            throw new IllegalArgumentException(after + " does not follow " + before);
        }
    }
}
