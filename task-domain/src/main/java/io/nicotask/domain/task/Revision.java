package io.nicotask.domain.task;

import java.time.Instant;

/**
 * The version of a task's state and its times.
 *
 * @param created when the task was submitted
 * @param updated when the task last changed, never before {@code created}
 * @param version 1 for a new task, incremented by each change
 */
public record Revision(Instant created, Instant updated, long version) {

    public Revision {
        if (version < 1) {
            throw new IllegalArgumentException("A version is at least 1, not " + version);
        }
        if (updated.isBefore(created)) {
            throw new IllegalArgumentException("A task cannot have changed before it was created");
        }
    }

    static Revision first(Instant at) {
        return new Revision(at, at, 1);
    }

    Revision next(Instant at) {
        return new Revision(created, at, version + 1);
    }
}
