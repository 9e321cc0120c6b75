package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the outbox: a call to the engine.
 *
 * @param key its task and kind
 * @param requestedAt when it was requested
 * @param lease the claim of a relay
 * @param doneAt when it was completed, or null
 * @param lastCause why it was last postponed, or null
 * @param marks what else is stored with it
 */
record InMemoryOutboxEntry(
        Key key,
        Instant requestedAt,
        ClaimLease lease,
        @Nullable Instant doneAt,
        @Nullable String lastCause,
        Marks marks) {

    /** Each task has at most one entry of each kind. */
    record Key(TaskId task, Kind kind) {}

    /**
     * What is stored with an entry besides its progress.
     *
     * @param namespace the namespace in which the workflow was started, or null
     * @param alerted whether the alert of the stop was raised
     * @param resolvedAt when an operator confirmed that no work of the task still acts, or null
     * @param actsUntil until when activities of a closed workflow may act, or null
     * @param lastCommandBegun when the last of the steps began that were unfinished when the task ended, or null
     */
    record Marks(
            @Nullable String namespace,
            boolean alerted,
            @Nullable Instant resolvedAt,
            @Nullable Instant actsUntil,
            @Nullable Instant lastCommandBegun) {}

    static InMemoryOutboxEntry requested(Key key, Instant now, Instant dueAt) {
        return new InMemoryOutboxEntry(
                key, now, ClaimLease.due(dueAt), null, null, new Marks(null, false, null, null, null));
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
        return with(
                new Marks(namespace, marks.alerted(), marks.resolvedAt(), marks.actsUntil(), marks.lastCommandBegun()));
    }

    InMemoryOutboxEntry alerted() {
        return with(
                new Marks(marks.namespace(), true, marks.resolvedAt(), marks.actsUntil(), marks.lastCommandBegun()));
    }

    InMemoryOutboxEntry resolved(Instant now) {
        Instant resolvedAt = marks.resolvedAt() == null ? now : marks.resolvedAt();
        return with(
                new Marks(marks.namespace(), marks.alerted(), resolvedAt, marks.actsUntil(), marks.lastCommandBegun()));
    }

    InMemoryOutboxEntry actsUntil(Instant until) {
        return with(new Marks(marks.namespace(), marks.alerted(), marks.resolvedAt(), until, marks.lastCommandBegun()));
    }

    InMemoryOutboxEntry withStop(Stop stop) {
        return with(new Marks(
                marks.namespace(),
                marks.alerted(),
                marks.resolvedAt(),
                marks.actsUntil(),
                stop.instants().lastCommandBegun()));
    }

    private InMemoryOutboxEntry with(Marks other) {
        return new InMemoryOutboxEntry(key, requestedAt, lease, doneAt, lastCause, other);
    }
}
