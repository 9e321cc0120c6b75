package io.nicotask.application.internal.memory;

import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A monitored workflow.
 *
 * @param task its task
 * @param namespace the namespace in which it was started
 * @param lastCheck the result of the last check
 * @param lease the claim of a reconciler
 */
record InMemoryMonitorEntry(TaskId task, String namespace, LastCheck lastCheck, ClaimLease lease) {

    /**
     * The engine's answers up to now.
     *
     * @param notFoundCount how many checks in a row found no workflow
     * @param missedAt when the first of them was, or null
     * @param at when the engine last answered
     * @param inWrongNamespace whether the engine was asked in another namespace than that of the start
     */
    record LastCheck(int notFoundCount, @Nullable Instant missedAt, Instant at, boolean inWrongNamespace) {}

    static InMemoryMonitorEntry started(TaskId task, String namespace, Instant now) {
        return new InMemoryMonitorEntry(task, namespace, new LastCheck(0, null, now, false), ClaimLease.due(now));
    }

    InMemoryMonitorEntry with(ClaimLease next) {
        return new InMemoryMonitorEntry(task, namespace, lastCheck, next);
    }

    InMemoryMonitorEntry afterCheck(int misses, Instant now, Instant nextDue) {
        Instant since = lastCheck.missedAt() == null ? now : lastCheck.missedAt();
        return afterAnswer(new LastCheck(misses, misses == 0 ? null : since, now, false), nextDue);
    }

    InMemoryMonitorEntry afterWrongNamespace(Instant now, Instant nextDue) {
        return afterAnswer(new LastCheck(0, null, now, true), nextDue);
    }

    private InMemoryMonitorEntry afterAnswer(LastCheck now, Instant nextDue) {
        return new InMemoryMonitorEntry(task, namespace, now, lease.released(nextDue));
    }
}
