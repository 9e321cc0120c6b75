package io.nicotask.application.memory;

import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;

/**
 * What an idempotency key was used for.
 *
 * @param work what was asked for
 * @param task what came of it
 * @param at when
 */
record InMemoryKeyUse(String work, TaskId task, Instant at) {

    boolean isRemembered(Instant now) {
        return now.isBefore(at.plus(IdempotencyKeys.RETENTION));
    }

    /** A key of an org. */
    record Key(OrgName org, String key) {}
}
