package io.nicotask.application.port;

import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A caller as the directory knows it.
 *
 * @param subject the caller's identity
 * @param profile the newest that was told about it
 * @param created when it was first seen
 * @param updated when its name or e-mail address last changed
 */
public record User(Subject subject, Profile profile, Instant created, Instant updated) {

    /** The user's id, which follows from the subject (a name-based UUID, RFC 9562 section 5.3). */
    public UUID id() {
        return UUID.nameUUIDFromBytes(subject.value().getBytes(StandardCharsets.UTF_8));
    }
}
