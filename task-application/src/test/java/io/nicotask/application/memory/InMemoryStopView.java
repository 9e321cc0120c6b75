package io.nicotask.application.memory;

import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
                stop.lastCause() == null ? lastCauseOfSteps(stop.key().task()) : stop.lastCause());
    }

    private @Nullable String lastCauseOfSteps(TaskId task) {
        return contents.stepsOf(task).stream()
                .map(InMemoryUnfinishedStep::lastCause)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The unconfirmed stops in {@link #ORDER}. */
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
                contents.siteOf(id), id, task.status(), task.spec().rack(), of(stop), alertsOf(id));
    }

    /** The components of unknown status in the order of their ids. */
    private List<InspectionAlert> alertsOf(TaskId task) {
        return contents.stepsOf(task).stream()
                .flatMap(step -> step.unknown().entrySet().stream()
                        .map(unknown -> new InspectionAlert(
                                task, step.key().type(), unknown.getKey(), unknown.getValue(), step.knownAt())))
                .sorted(Comparator.comparing(alert -> alert.component().toString()))
                .toList();
    }

    private StopStatus.State stateOf(InMemoryOutboxEntry stop) {
        if (confirmedAt(stop) != null) {
            return StopStatus.State.CONFIRMED;
        }
        List<InMemoryUnfinishedStep> steps = contents.stepsOf(stop.key().task());
        boolean needsAttention = steps.isEmpty()
                ? now.isAfter(stop.requestedAt().plus(attentionAfter))
                : steps.stream().anyMatch(step -> step.needsAttention(now, attentionAfter));
        return needsAttention ? StopStatus.State.NEEDS_ATTENTION : StopStatus.State.REQUESTED;
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
