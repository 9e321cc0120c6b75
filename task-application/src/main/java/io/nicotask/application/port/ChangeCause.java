package io.nicotask.application.port;

import io.nicotask.domain.access.Actor;
import io.nicotask.domain.value.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a change of a task, as stored in the history.
 *
 * @param actor who changed the task
 * @param reason why, or null when none was given
 * @param requestId the request that caused the change, or null when the system acted by itself
 */
public record ChangeCause(
        Actor actor, @Nullable Reason reason, @Nullable String requestId) {

    /** Returns the cause of a change that a part of the system makes by itself. */
    public static ChangeCause of(Actor actor) {
        return new ChangeCause(actor, null, null);
    }
}
