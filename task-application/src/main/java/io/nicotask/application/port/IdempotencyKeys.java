package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;

/** The idempotency keys of submitted tasks, per org. Every method may throw {@link StoreUnavailable}. */
@CheckReturnValue
public interface IdempotencyKeys {

    /** How long the use of a key is stored. */
    Duration RETENTION = Duration.ofHours(24);

    /**
     * Returns what the key was used for within {@link #RETENTION} before now. Until the transaction ends, every other
     * call for the same key blocks. MUST be called inside a transaction, before that transaction locks a rack.
     *
     * @param fingerprint the whole request, in a form that is equal for equal requests
     */
    KeyState lock(OrgName org, String key, String fingerprint, Instant now);

    /** Records that a task was submitted under the key, in the transaction that inserts the task. */
    void recordUse(OrgName org, String key, String fingerprint, TaskId task, Instant now);

    /** What a key was used for. */
    sealed interface KeyState {

        /** The key has not been used. */
        record Unused() implements KeyState {}

        /**
         * The key was used for the same request.
         *
         * @param task the task that was submitted
         */
        record SameRequest(TaskId task) implements KeyState {}

        /** The key was used for a different request. */
        record DifferentRequest() implements KeyState {}
    }
}
