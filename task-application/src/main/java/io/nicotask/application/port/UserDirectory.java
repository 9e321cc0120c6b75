package io.nicotask.application.port;

import io.nicotask.domain.access.Caller;
import java.time.Instant;

/** Remembers the people and machines that have asked who they are. */
public interface UserDirectory {

    /**
     * Notes that the caller was seen, and answers what is known of it. The name and e-mail address of the newest token
     * are kept; {@code updated} moves only when one of them changes. Two callers of one subject may race; both get the
     * same id.
     *
     * @throws StoreUnavailable when the store cannot be asked
     */
    User recordCaller(Caller caller, Instant now);
}
