package io.nicotask.application.memory;

import io.nicotask.application.port.Stop;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Shows how far a stop is, from what is kept about its request, its task's rack and its components. */
final class StopView {

    private StopView() {}

    static Stop of(Contents contents, Request stop, Instant now) {
        return new Stop(
                stateOf(contents, stop, now),
                stop.requestedAt(),
                confirmedAt(contents, stop),
                stop.lease().attempt(),
                stop.lastCause());
    }

    private static Stop.State stateOf(Contents contents, Request stop, Instant now) {
        TaskId task = stop.key().task();
        if (contents.attentions.stream().anyMatch(attention -> attention.task().equals(task))) {
            return Stop.State.NEEDS_ATTENTION;
        }
        if (confirmedAt(contents, stop) != null) {
            return Stop.State.CONFIRMED;
        }
        boolean overdue = now.isAfter(stop.requestedAt().plus(Stop.ATTENTION_AFTER));
        return overdue && !contents.isLeased(task, now) ? Stop.State.NEEDS_ATTENTION : Stop.State.REQUESTED;
    }

    /** The later of two instants: when the workflow was known to be closed, and when the rack was given back. */
    private static @Nullable Instant confirmedAt(Contents contents, Request stop) {
        Grant grant = contents.grants.get(stop.key().task());
        if (grant == null || stop.doneAt() == null) {
            return stop.doneAt();
        }
        Instant released = grant.releasedAt();
        return released != null && released.isBefore(stop.doneAt()) ? stop.doneAt() : released;
    }
}
