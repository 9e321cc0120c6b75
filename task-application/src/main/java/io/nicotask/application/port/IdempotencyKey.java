package io.nicotask.application.port;

import io.nicotask.domain.access.OrgName;
import java.time.Duration;

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
}
