package io.nicotask.application.user;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.User;

/** The answers of {@link GetCurrentUser}. */
public sealed interface GetCurrentUserResult {

    /**
     * The caller is known.
     *
     * @param user as this
     */
    record Found(User user) implements GetCurrentUserResult {}

    /**
     * The caller is not a member of the org.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements GetCurrentUserResult {}
}
