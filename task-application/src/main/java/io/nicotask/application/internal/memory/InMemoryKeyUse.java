package io.nicotask.application.internal.memory;

import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;

/**
 * The use of an idempotency key.
 *
 * @param fingerprint the fingerprint of the request
 * @param task the task that it created
 * @param at when it was used
 */
record InMemoryKeyUse(String fingerprint, TaskId task, Instant at) {

    boolean isRemembered(Instant now) {
        return now.isBefore(at.plus(IdempotencyKey.RETENTION));
    }

    /** A key of an org. */
    record Key(OrgName org, String key) {}
}
