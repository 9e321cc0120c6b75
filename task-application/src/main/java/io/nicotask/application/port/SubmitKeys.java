package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;

/** The idempotency keys of submitted tasks, per org. Every method may throw {@link StoreUnavailable}. */
@CheckReturnValue
public interface SubmitKeys {

    /** How long a key is remembered. */
    Duration KEPT = Duration.ofHours(24);

    /**
     * What the key was used for within {@link #KEPT} before now. Until the transaction ends no other passes this for the
     * same key. MUST be called inside a transaction, before a rack is locked in it.
     *
     * @param work all that was asked for, in a form that is equal for equal requests
     */
    Use lock(OrgName org, String key, String work, Instant now);

    /** Remembers a key for the task that was submitted under it, in the transaction that keeps the task. */
    void remember(OrgName org, String key, String work, TaskId task, Instant now);

    /** What a key was used for. */
    sealed interface Use {

        /** Nothing. */
        record Fresh() implements Use {}

        /**
         * This very request.
         *
         * @param task what came of it
         */
        record Same(TaskId task) implements Use {}

        /** Another request. */
        record Different() implements Use {}
    }
}
