package io.nicotask.application.memory;

import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far stops are, from what is kept about their requests, their tasks' racks and components.
 *
 * @param contents what is kept
 * @param attentionAfter how long an unconfirmed stop may take
 * @param now the time
 */
record StopView(Contents contents, Duration attentionAfter, Instant now) {

    /** The longest requested first; ids compare as in SQL, by their text. */
    static final Comparator<OpenStop> ORDER = Comparator.comparing(
                    (OpenStop open) -> open.stop().requestedAt())
            .thenComparing(open -> open.task().toString());

    Stop of(Request stop) {
        return new Stop(
                stateOf(stop),
                stop.requestedAt(),
                confirmedAt(stop),
                stop.lease().attempt(),
                stop.lastCause());
    }

    /** The stops that are not confirmed or need attention, in their order. */
    Stream<OpenStop> open() {
        return contents.requests.values().stream()
                .filter(request -> request.key().kind() == Kind.STOP)
                .map(this::openOf)
                .filter(open -> open.stop().state() != Stop.State.CONFIRMED)
                .sorted(ORDER);
    }

    private OpenStop openOf(Request stop) {
        TaskId id = stop.key().task();
        Task task = contents.tasks.get(id);
        return new OpenStop(
                contents.siteOf(id), id, task.status(), task.request().rack(), of(stop), contents.openAttentions(id));
    }

    private Stop.State stateOf(Request stop) {
        TaskId task = stop.key().task();
        if (!contents.openAttentions(task).isEmpty()) {
            return Stop.State.NEEDS_ATTENTION;
        }
        if (confirmedAt(stop) != null) {
            return Stop.State.CONFIRMED;
        }
        boolean overdue = now.isAfter(stop.requestedAt().plus(attentionAfter));
        return overdue && !contents.isLeased(task, now) ? Stop.State.NEEDS_ATTENTION : Stop.State.REQUESTED;
    }

    /** The later of two instants: when the workflow was known to be closed, and when the rack was given back. */
    private @Nullable Instant confirmedAt(Request stop) {
        Grant grant = contents.grants.get(stop.key().task());
        Instant stopped = stop.stoppedAt();
        if (grant == null || stopped == null) {
            return stopped;
        }
        Instant released = grant.releasedAt();
        return released != null && released.isBefore(stopped) ? stopped : released;
    }
}
