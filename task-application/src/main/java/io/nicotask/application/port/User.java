package io.nicotask.application.port;

import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A caller as stored in the directory.
 *
 * @param subject the caller's identity
 * @param profile the profile from the caller's newest token
 * @param created when the caller was first seen
 * @param updated when its name or e-mail address last changed
 */
public record User(Subject subject, Profile profile, Instant created, Instant updated) {

    /** Returns the user's id, which is derived from the subject (a name-based UUID, RFC 9562 section 5.3). */
    public UUID id() {
        return UUID.nameUUIDFromBytes(subject.value().getBytes(StandardCharsets.UTF_8));
    }
}
