package io.nicotask.application.memory;

import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.value.TaskId;
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
record InMemoryOutboxEntry(
        Key key,
        Instant requestedAt,
        ClaimLease lease,
        @Nullable Instant doneAt,
        @Nullable String lastCause,
        Marks marks) {

    /** What there is at most one of. */
    record Key(TaskId task, Kind kind) {}

    /**
     * What is known of a request beside how far it is.
     *
     * @param namespace where the workflow was started, or null
     * @param alerted whether somebody was told that it needs attention
     * @param resolvedAt when somebody said that nothing of the task acts any more, or null
     */
    record Marks(
            @Nullable String namespace,
            boolean alerted,
            @Nullable Instant resolvedAt) {}

    static InMemoryOutboxEntry made(Key key, Instant now, Instant dueAt) {
        return new InMemoryOutboxEntry(key, now, ClaimLease.due(dueAt), null, null, new Marks(null, false, null));
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

    InMemoryOutboxEntry with(ClaimLease next) {
        return new InMemoryOutboxEntry(key, requestedAt, next, doneAt, lastCause, marks);
    }

    InMemoryOutboxEntry done(Instant now) {
        return new InMemoryOutboxEntry(key, requestedAt, lease, now, null, marks);
    }

    InMemoryOutboxEntry postponed(Instant until, String cause) {
        return new InMemoryOutboxEntry(key, requestedAt, lease.released(until), null, cause, marks);
    }

    InMemoryOutboxEntry startedIn(String namespace) {
        return with(new Marks(namespace, marks.alerted(), marks.resolvedAt()));
    }

    InMemoryOutboxEntry alerted() {
        return with(new Marks(marks.namespace(), true, marks.resolvedAt()));
    }

    InMemoryOutboxEntry resolved(Instant now) {
        return with(
                new Marks(marks.namespace(), marks.alerted(), marks.resolvedAt() == null ? now : marks.resolvedAt()));
    }

    private InMemoryOutboxEntry with(Marks other) {
        return new InMemoryOutboxEntry(key, requestedAt, lease, doneAt, lastCause, other);
    }
}
