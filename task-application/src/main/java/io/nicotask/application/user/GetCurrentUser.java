package io.nicotask.application.user;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.UserDirectory.User;
import java.time.InstantSource;

/** Returns the caller's own user record; any member of the org may call it. */
@FunctionalInterface
@CheckReturnValue
public interface GetCurrentUser {

    /**
     * Records the caller, and returns its user record.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    Result get(Command command);

    /** Creates the use case with the given ports. */
    static GetCurrentUser using(UserDirectory users, AuditTrail audit, InstantSource clock) {
        return new GetCurrentUserService(users, audit, clock);
    }

    /**
     * A caller's request for its own user record.
     *
     * @param context who makes the request, for whom, and from where
     */
    record Command(RequestContext context) {}

    /** The results of {@link GetCurrentUser}. */
    sealed interface Result {

        /**
         * The user was recorded.
         *
         * @param user the user record
         */
        record Found(User user) implements Result {}

        /**
         * The caller is not a member of the org.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
