package io.nicotask.application.memory;

import io.nicotask.application.port.SubmitKeys;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;

/**
 * What an idempotency key was used for.
 *
 * @param work what was asked for
 * @param task what came of it
 * @param at when
 */
record KeyUse(String work, TaskId task, Instant at) {

    boolean isRemembered(Instant now) {
        return now.isBefore(at.plus(SubmitKeys.KEPT));
    }

    /** A key of an org. */
    record Key(OrgName org, String key) {}
}
