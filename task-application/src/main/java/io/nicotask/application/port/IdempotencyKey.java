package io.nicotask.application.port;

import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TextConstraints;
import java.time.Duration;
import java.util.Optional;

/**
 * A client's idempotency key.
 *
 * @param org the org that the caller acts for
 * @param key the key
 * @param fingerprint the whole request, in a form that is equal for equal requests
 */
public record IdempotencyKey(OrgName org, String key, String fingerprint) {

    /** How long the use of a key is stored; afterwards the key counts as unused. */
    public static final Duration RETENTION = Duration.ofHours(24);

    private static final int MAX_CHARACTERS = 255;

    /** Returns what is wrong with the key, or empty when it can be used. */
    public static Optional<String> problem(String key) {
        return key.isEmpty() || key.length() > MAX_CHARACTERS
                ? Optional.of("size must be between 1 and " + MAX_CHARACTERS)
                : TextConstraints.problem(key, MAX_CHARACTERS);
    }
}
