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
 * @param marks what else is known of it
 */
record Request(
        Key key,
        Instant requestedAt,
        Lease lease,
        @Nullable Instant doneAt,
        @Nullable String lastCause,
        Marks marks) {

    /** What there is at most one of. */
    record Key(TaskId task, Kind kind) {}

    /**
     * What is known of a request beside how far it is.
     *
     * @param namespace where the workflow was started, or null
     * @param told whether somebody was told that it needs attention
     * @param resolvedAt when somebody said that nothing of the task acts any more, or null
     */
    record Marks(
            @Nullable String namespace,
            boolean told,
            @Nullable Instant resolvedAt) {}

    static Request made(Key key, Instant now, Instant dueAt) {
        return new Request(key, now, Lease.due(dueAt), null, null, new Marks(null, false, null));
    }

    boolean isOpen() {
        return doneAt == null;
    }

    /** Whether the workflow is closed, by the engine's word or by somebody's. */
    boolean isStopped() {
        return doneAt != null || marks.resolvedAt() != null;
    }

    /** When it was first known that the workflow is closed, or null. */
    @Nullable
    Instant stoppedAt() {
        Instant resolved = marks.resolvedAt();
        return resolved == null || (doneAt != null && doneAt.isBefore(resolved)) ? doneAt : resolved;
    }

    boolean isFree(Instant now) {
        return isOpen() && lease.isFree(now);
    }

    boolean isHeldBy(long claim, Instant now) {
        return isOpen() && lease.isHeldBy(claim, now);
    }

    Request with(Lease next) {
        return new Request(key, requestedAt, next, doneAt, lastCause, marks);
    }

    Request done(Instant now) {
        return new Request(key, requestedAt, lease, now, null, marks);
    }

    Request postponed(Instant until, String cause) {
        return new Request(key, requestedAt, lease.released(until), null, cause, marks);
    }

    Request startedIn(String namespace) {
        return with(new Marks(namespace, marks.told(), marks.resolvedAt()));
    }

    Request told() {
        return with(new Marks(marks.namespace(), true, marks.resolvedAt()));
    }

    Request resolved(Instant now) {
        return with(new Marks(marks.namespace(), marks.told(), marks.resolvedAt() == null ? now : marks.resolvedAt()));
    }

    private Request with(Marks other) {
        return new Request(key, requestedAt, lease, doneAt, lastCause, other);
    }
}
