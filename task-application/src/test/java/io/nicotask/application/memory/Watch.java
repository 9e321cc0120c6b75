package io.nicotask.application.memory;

import io.nicotask.domain.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workflow to be looked at.
 *
 * @param task its task
 * @param namespace where it was started
 * @param sight what the engine has said of it
 * @param lease whose turn it is
 */
record Watch(TaskId task, String namespace, Sight sight, Lease lease) {

    /**
     * What the engine has said.
     *
     * @param misses how many times in a row it has not known the workflow
     * @param missedAt the first of these times, or null
     * @param at when it was last asked
     * @param astray whether it was asked for another namespace than the one of the start
     */
    record Sight(int misses, @Nullable Instant missedAt, Instant at, boolean astray) {}

    static Watch begun(TaskId task, String namespace, Instant now) {
        return new Watch(task, namespace, new Sight(0, null, now, false), Lease.due(now));
    }

    Watch with(Lease next) {
        return new Watch(task, namespace, sight, next);
    }

    Watch seen(int misses, Instant now, Instant nextDue) {
        Instant since = sight.missedAt() == null ? now : sight.missedAt();
        return saw(new Sight(misses, misses == 0 ? null : since, now, false), nextDue);
    }

    Watch astray(Instant now, Instant nextDue) {
        return saw(new Sight(0, null, now, true), nextDue);
    }

    private Watch saw(Sight now, Instant nextDue) {
        return new Watch(task, namespace, now, lease.released(nextDue));
    }
}
