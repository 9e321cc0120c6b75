package io.nicotask.application.port;

import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Stores the people and machines that have requested their own user record. */
public interface UserDirectory {

    /**
     * Records the caller, and returns its user record. The name and e-mail address of the newest token are stored;
     * {@code updated} changes only when one of them does. Calls for one subject may race; all return the same id.
     *
     * @throws StoreUnavailable when the store is unreachable
     */
    User recordCaller(Caller caller, Instant now);

    /**
     * A caller as stored in the directory.
     *
     * @param subject the caller's identity
     * @param profile the profile from the caller's newest token
     * @param created when the caller was first seen
     * @param updated when its name or e-mail address last changed
     */
    record User(Subject subject, Profile profile, Instant created, Instant updated) {

        /** Returns the user's id, which is derived from the subject (a name-based UUID, RFC 9562 section 5.3). */
        public UUID id() {
            return UUID.nameUUIDFromBytes(subject.value().getBytes(StandardCharsets.UTF_8));
        }
    }
}
