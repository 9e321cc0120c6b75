package io.nicotask.application.port;

import io.nicotask.domain.access.Caller;
import java.time.Instant;

/** Stores the people and machines that have requested their own user record. */
public interface UserDirectory {

    /**
     * Records the caller, and returns its user record. The name and e-mail address of the newest token are stored;
     * {@code updated} changes only when one of them does. Calls for one subject may race; all return the same id.
     *
     * @throws StoreUnavailable when the store is unreachable
     */
    User recordCaller(Caller caller, Instant now);
}
