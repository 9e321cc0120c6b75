package io.nicotask.application.user;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.User;

/** The results of {@link GetCurrentUser}. */
public sealed interface GetCurrentUserResult {

    /**
     * The user was recorded.
     *
     * @param user the user record
     */
    record Found(User user) implements GetCurrentUserResult {}

    /**
     * The caller is not a member of the org.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements GetCurrentUserResult {}
}
