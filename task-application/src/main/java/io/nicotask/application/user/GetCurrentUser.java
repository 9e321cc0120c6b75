package io.nicotask.application.user;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.UserDirectory;
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
    GetCurrentUserResult get(GetCurrentUserCommand command);

    /** Creates the use case with the given ports. */
    static GetCurrentUser using(UserDirectory users, AuditTrail audit, InstantSource clock) {
        return new GetCurrentUserService(users, audit, clock);
    }
}
