package io.nicotask.domain.stop;

import java.time.Instant;

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
}
