package io.nicotask.domain.stop;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the events of a stop happened.
 *
 * @param decided when the task ended and its stop was requested
 * @param engineClosed when the workflow was known to be closed, or null before that
 * @param actsUntil until when the activities of an external workflow may act that was closed then, or null
 * @param lastCommandBegun when the last of the steps began that were unfinished at the decision, or null when there was
 *     none; no command of the task began later
 * @param rackFree when the task's reservation was released, or null before that; the instant of the decision when the
 *     task never held one
 * @param resolved when an operator first resolved the stop, or null
 */
public record StopInstants(
        Instant decided,
        @Nullable Instant engineClosed,
        @Nullable Instant actsUntil,
        @Nullable Instant lastCommandBegun,
        @Nullable Instant rackFree,
        @Nullable Instant resolved) {

    StopInstants withEngineClosed(Instant at, @Nullable Instant until) {
        return engineClosed == null ? new StopInstants(decided, at, until, lastCommandBegun, rackFree, resolved) : this;
    }

    StopInstants withRackFree(Instant at) {
        return rackFree == null
                ? new StopInstants(decided, engineClosed, actsUntil, lastCommandBegun, at, resolved)
                : this;
    }

    StopInstants withResolved(Instant at) {
        return resolved == null
                ? new StopInstants(decided, engineClosed, actsUntil, lastCommandBegun, rackFree, at)
                : this;
    }

    /** Returns when the stop can be confirmed at the earliest, as far as is known. */
    Instant dueAt() {
        return actsUntil != null && actsUntil.isAfter(decided) ? actsUntil : decided;
    }

    /** Returns since when the workflow cannot begin anything, by the engine or by an operator; null before that. */
    @Nullable
    Instant closed() {
        if (engineClosed == null || resolved == null) {
            return engineClosed == null ? resolved : engineClosed;
        }
        return engineClosed.isBefore(resolved) ? engineClosed : resolved;
    }
}
