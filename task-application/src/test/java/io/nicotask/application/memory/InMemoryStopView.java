package io.nicotask.application.memory;

import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the state of stops from their outbox entries, racks and components.
 *
 * @param contents what is stored
 * @param attentionAfter how long a stop may stay unconfirmed
 * @param now the current time
 */
record InMemoryStopView(InMemoryContents contents, Duration attentionAfter, Instant now) {

    /** Earliest request first; ids compare by their text, as in SQL. */
    static final Comparator<UnconfirmedStop> ORDER = Comparator.comparing(
                    (UnconfirmedStop open) -> open.stop().requestedAt())
            .thenComparing(open -> open.task().toString());

    StopStatus of(InMemoryOutboxEntry stop) {
        return new StopStatus(
                stateOf(stop),
                stop.requestedAt(),
                confirmedAt(stop),
                stop.lease().claimNumber(),
                stop.lastCause());
    }

    /** The stops that are unconfirmed or need attention, in {@link #ORDER}. */
    Stream<UnconfirmedStop> open() {
        return contents.outbox.values().stream()
                .filter(request -> request.key().kind() == Kind.STOP)
                .map(this::openOf)
                .filter(open -> open.stop().state() != StopStatus.State.CONFIRMED)
                .sorted(ORDER);
    }

    private UnconfirmedStop openOf(InMemoryOutboxEntry stop) {
        TaskId id = stop.key().task();
        Task task = contents.tasks.get(id);
        return new UnconfirmedStop(
                contents.siteOf(id), id, task.status(), task.spec().rack(), of(stop), contents.openAlerts(id));
    }

    private StopStatus.State stateOf(InMemoryOutboxEntry stop) {
        TaskId task = stop.key().task();
        if (!contents.openAlerts(task).isEmpty()) {
            return StopStatus.State.NEEDS_ATTENTION;
        }
        if (confirmedAt(stop) != null) {
            return StopStatus.State.CONFIRMED;
        }
        boolean overdue = now.isAfter(stop.requestedAt().plus(attentionAfter));
        return overdue && !contents.isLeased(task, now) ? StopStatus.State.NEEDS_ATTENTION : StopStatus.State.REQUESTED;
    }

    /** The later of two instants: the workflow was known to be closed, and the rack was released. */
    private @Nullable Instant confirmedAt(InMemoryOutboxEntry stop) {
        InMemoryReservation reservation = contents.reservations.get(stop.key().task());
        Instant stopped = stop.stoppedAt();
        if (reservation == null || stopped == null) {
            return stopped;
        }
        Instant released = reservation.releasedAt();
        return released != null && released.isBefore(stopped) ? stopped : released;
    }
}
