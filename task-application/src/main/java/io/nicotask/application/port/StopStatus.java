package io.nicotask.application.port;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the stop of a terminal task is: is its workflow closed, and can nothing of it act any more? It lives beside
 * the task and never in it.
 *
 * @param state what is known
 * @param requestedAt when the stop was asked for, by the store's clock
 * @param confirmedAt when both were known, by the store's clock, or null while they are not; set also while a component
 *     needs attention
 * @param attempts how often the engine has been asked
 * @param lastCause why the last attempt did not confirm it, or null
 */
public record StopStatus(
        State state,
        Instant requestedAt,
        @Nullable Instant confirmedAt,
        long attempts,
        @Nullable String lastCause) {

    /** An unconfirmed stop needs a person's attention after this long, unless the store was told otherwise. */
    public static final Duration ATTENTION_AFTER = Duration.ofSeconds(60);

    /** What is known of a stop. */
    public enum State {
        /** Asked for; the relay sees to it. */
        REQUESTED,
        /**
         * The workflow is known to be closed, or can never start, or an operator has said so; and the task has given its
         * rack back: none of its attempts acts any more.
         */
        CONFIRMED,
        /**
         * Asked for more than {@link #ATTENTION_AFTER} ago and still not confirmed, while no attempt is known to be
         * finishing its step; the relay goes on trying. Or the hardware has said that somebody must look at a component
         * ({@link InspectionAlert}), and nobody has said that he did.
         */
        NEEDS_ATTENTION
    }
}
