package io.nicotask.adapter.persistence;

import io.nicotask.domain.task.Task;

/** The guard of a write failed: the task has changed since it was read. Roll back, read it again and decide again. */
final class StaleTask extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Creates the exception for the task as it was read. */
    StaleTask(Task before) {
        super(before + " has changed since it was read");
    }
}
