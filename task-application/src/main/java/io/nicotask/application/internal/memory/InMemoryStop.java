package io.nicotask.application.internal.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a stop, beside the reservation and the steps of its task.
 *
 * @param decided when the task ended
 * @param engineClosed when its workflow was known to be closed, or null
 * @param actsUntil until when activities of the closed workflow may act, or null
 * @param lastCommandBegun when the last of the steps began that were unfinished when the task ended, or null
 * @param resolved when an operator resolved it, or null
 * @param tries how often its delivery was tried until the workflow was closed
 */
record InMemoryStop(
        Instant decided,
        @Nullable Instant engineClosed,
        @Nullable Instant actsUntil,
        @Nullable Instant lastCommandBegun,
        @Nullable Instant resolved,
        long tries) {

    InMemoryStop closed(Instant now, @Nullable Instant until, long after) {
        return engineClosed == null ? new InMemoryStop(decided, now, until, lastCommandBegun, resolved, after) : this;
    }

    InMemoryStop resolvedAt(Instant now) {
        return resolved == null
                ? new InMemoryStop(decided, engineClosed, actsUntil, lastCommandBegun, now, tries)
                : this;
    }
}
