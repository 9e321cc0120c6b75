package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;

/** The idempotency keys of submitted tasks, per org. Every method may throw {@link StoreUnavailable}. */
@CheckReturnValue
public interface IdempotencyKeys {

    /** How long a key is remembered. */
    Duration RETENTION = Duration.ofHours(24);

    /**
     * What the key was used for within {@link #RETENTION} before now. Until the transaction ends no other passes this for the
     * same key. MUST be called inside a transaction, before a rack is locked in it.
     *
     * @param fingerprint all that was asked for, in a form that is equal for equal requests
     */
    KeyState lock(OrgName org, String key, String fingerprint, Instant now);

    /** Remembers a key for the task that was submitted under it, in the transaction that keeps the task. */
    void recordUse(OrgName org, String key, String fingerprint, TaskId task, Instant now);

    /** What a key was used for. */
    sealed interface KeyState {

        /** Nothing. */
        record Unused() implements KeyState {}

        /**
         * This very request.
         *
         * @param task what came of it
         */
        record SameRequest(TaskId task) implements KeyState {}

        /** Another request. */
        record DifferentRequest() implements KeyState {}
    }
}
