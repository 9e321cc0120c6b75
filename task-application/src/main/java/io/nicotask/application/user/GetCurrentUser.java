package io.nicotask.application.user;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.UserDirectory;
import java.time.InstantSource;

/** Tells a caller who it is; any member of the org may ask. */
@FunctionalInterface
@CheckReturnValue
public interface GetCurrentUser {

    /**
     * Notes that the caller was seen and answers what is known of it.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store cannot be asked
     */
    GetCurrentUserResult get(GetCurrentUserCommand command);

    /** The use case over the given ports. */
    static GetCurrentUser using(UserDirectory users, AuditTrail audit, InstantSource clock) {
        return new GetCurrentUserService(users, audit, clock);
    }
}
