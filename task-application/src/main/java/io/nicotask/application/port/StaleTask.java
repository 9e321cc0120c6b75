package io.nicotask.application.port;

import io.nicotask.domain.task.Task;

/** A guarded write met a row that had changed since it was read. Roll back, load again, decide again. */
public final class StaleTask extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The task as it was read, which it is no longer. */
    public StaleTask(Task before) {
        super(before + " has changed since it was read");
    }
}
