package io.nicotask.application.port;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the stop of a terminal task: whether its workflow is closed and nothing of the task can act any more.
 * It is stored beside the task, never in it.
 *
 * @param state the state
 * @param requestedAt when the stop was requested, by the store's clock
 * @param confirmedAt when it was confirmed, by the store's clock, or null before that
 * @param attempts the number of deliveries to the engine that were tried
 * @param lastCause why the last delivery or the last observation did not confirm the stop, or null
 */
public record StopStatus(
        State state,
        Instant requestedAt,
        @Nullable Instant confirmedAt,
        long attempts,
        @Nullable String lastCause) {

    /** How long after its request an unconfirmed stop needs attention, unless the store is configured otherwise. */
    public static final Duration ATTENTION_AFTER = Duration.ofSeconds(60);

    /** The state of a stop. */
    public enum State {
        /** Requested; the relay closes the workflow. */
        REQUESTED,
        /**
         * The workflow is known to be closed or can never start, or an operator has resolved the stop; and the task has
         * released its rack, because none of its attempts can act any more and each step that has begun was seen to
         * end.
         */
        CONFIRMED,
        /**
         * Not confirmed, and an {@linkplain UnfinishedSteps unfinished step} of the task was not observed for
         * {@link #ATTENTION_AFTER}, is over its time limit, or has a component of unknown status. Or there is no
         * unfinished step, and the stop was requested more than {@link #ATTENTION_AFTER} ago. Time in which every
         * unfinished step is observed within its limit does not count. The relay and the observers keep trying.
         */
        NEEDS_ATTENTION
    }
}
