package io.nicotask.application.port;

import io.nicotask.domain.access.Actor;
import io.nicotask.domain.value.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Why a task changed, as the history keeps it.
 *
 * @param actor who changed it
 * @param reason why, or null when nobody said
 * @param requestId the request that led to it, or null when the system acted by itself
 */
public record ChangeCause(
        Actor actor, @Nullable Reason reason, @Nullable String requestId) {

    /** A change that a part of the system makes by itself. */
    public static ChangeCause of(Actor actor) {
        return new ChangeCause(actor, null, null);
    }
}
