package io.nicotask.application.port;

import io.nicotask.domain.access.OrgName;

/**
 * A client's idempotency key.
 *
 * @param org the org that the caller acts for
 * @param key the key
 * @param fingerprint the whole request, in a form that is equal for equal requests
 */
public record IdempotencyKey(OrgName org, String key, String fingerprint) {}
