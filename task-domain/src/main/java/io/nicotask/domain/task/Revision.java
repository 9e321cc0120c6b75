package io.nicotask.domain.task;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

    static Revision first(Instant now) {
        Instant at = truncatedToMicros(now);
        return new Revision(at, at, 1);
    }

    /** Returns the instant of a change made now: whole microseconds, never before the previous change. */
    Instant nextInstant(Instant now) {
        Instant at = truncatedToMicros(now);
        return at.isBefore(updated) ? updated : at;
    }

    static Instant truncatedToMicros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    Revision next(Instant at) {
        return new Revision(created, at, version + 1);
    }
}
