package io.nicotask.application.memory;

import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the engine shall be told.
 *
 * @param key of which task, and what
 * @param requestedAt when it was asked for
 * @param lease whose turn it is
 * @param doneAt when it was done, or null while it is not
 * @param lastCause why it was last given back, or null
 */
record Request(
        Key key,
        Instant requestedAt,
        Lease lease,
        @Nullable Instant doneAt,
        @Nullable String lastCause) {

    /** What there is at most one of. */
    record Key(TaskId task, Kind kind) {}

    static Request made(Key key, Instant now, Instant dueAt) {
        return new Request(key, now, Lease.due(dueAt), null, null);
    }

    boolean isOpen() {
        return doneAt == null;
    }

    boolean isFree(Instant now) {
        return isOpen() && lease.isFree(now);
    }

    boolean isHeldBy(long claim, Instant now) {
        return isOpen() && lease.isHeldBy(claim, now);
    }

    Request with(Lease next) {
        return new Request(key, requestedAt, next, doneAt, lastCause);
    }

    Request done(Instant now) {
        return new Request(key, requestedAt, lease, now, null);
    }

    Request postponed(Instant until, String cause) {
        return new Request(key, requestedAt, lease.released(until), null, cause);
    }
}
