package io.nicotask.domain.stop;

import io.nicotask.domain.stop.StopState.AttentionCause;
import io.nicotask.domain.stop.StopState.StopEvidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of a stop, with the data that exists in that state only. */
public sealed interface StopState {

    /** Returns the status, which the transition table uses. */
    StopStatus status();

    /** The relay closes the workflow. */
    record Requested() implements StopState {
        @Override
        public StopStatus status() {
            return StopStatus.REQUESTED;
        }
    }

    /**
     * The workflow is closed, or an operator has resolved the stop. Something of the task may still act, or its rack is
     * not released yet.
     */
    record Draining() implements StopState {
        @Override
        public StopStatus status() {
            return StopStatus.DRAINING;
        }
    }

    /**
     * Not confirmed, and an operator has to know.
     *
     * @param cause why
     */
    record NeedsAttention(AttentionCause cause) implements StopState {
        @Override
        public StopStatus status() {
            return StopStatus.NEEDS_ATTENTION;
        }
    }

    /**
     * Nothing of the task can act any more, and its rack is released.
     *
     * @param at since when
     */
    record Confirmed(Instant at) implements StopState {
        @Override
        public StopStatus status() {
            return StopStatus.CONFIRMED;
        }
    }

    /** Why a stop needs attention. Of several causes the first of these counts. */
    enum AttentionCause {
        /** The hardware does not know the status of a component. */
        COMPONENT_UNKNOWN,
        /** An unfinished step is over its time limit. */
        STEP_OVERDUE,
        /** The status of an unfinished step has not been known for too long. */
        STEP_NOT_OBSERVED,
        /** No step is unfinished, and the stop was decided too long ago. */
        NOT_CONFIRMED
    }

    /** The kinds of evidence about a stop. Any of it may arrive late, repeatedly and in any order. */
    enum StopEvidence {
        /** The workflow is known to be closed, or can never start. */
        ENGINE_CLOSED,
        /** What is known of the unfinished steps at an instant. That time has passed is evidence too. */
        STEPS_OBSERVED,
        /** The task's reservation of the rack was released. */
        RACK_RELEASED,
        /** An operator has inspected the hardware: nothing of the task acts any more. */
        RESOLVED
    }

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
    record StopInstants(
            Instant decided,
            @Nullable Instant engineClosed,
            @Nullable Instant actsUntil,
            @Nullable Instant lastCommandBegun,
            @Nullable Instant rackFree,
            @Nullable Instant resolved) {

        StopInstants withEngineClosed(Instant at, @Nullable Instant until) {
            return engineClosed == null
                    ? new StopInstants(decided, at, until, lastCommandBegun, rackFree, resolved)
                    : this;
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
}
