package io.nicotask.application.memory;

import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workflow to be looked at.
 *
 * @param task its task
 * @param namespace where it was started
 * @param lastCheck what the engine has said of it
 * @param lease whose turn it is
 */
record InMemoryMonitorEntry(TaskId task, String namespace, LastCheck lastCheck, ClaimLease lease) {

    /**
     * What the engine has said.
     *
     * @param notFoundCount how many times in a row it has not known the workflow
     * @param missedAt the first of these times, or null
     * @param at when it was last asked
     * @param inWrongNamespace whether it was asked for another namespace than the one of the start
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
        return saw(new LastCheck(misses, misses == 0 ? null : since, now, false), nextDue);
    }

    InMemoryMonitorEntry afterWrongNamespace(Instant now, Instant nextDue) {
        return saw(new LastCheck(0, null, now, true), nextDue);
    }

    private InMemoryMonitorEntry saw(LastCheck now, Instant nextDue) {
        return new InMemoryMonitorEntry(task, namespace, now, lease.released(nextDue));
    }
}
