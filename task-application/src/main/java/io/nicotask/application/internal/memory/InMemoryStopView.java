package io.nicotask.application.internal.memory;

import io.nicotask.application.internal.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.StopQueries.StopDelivery;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of stops: their deliveries, rack reservations and unfinished steps.
 *
 * @param contents what is stored
 * @param attentionAfter how long a stop may stay unconfirmed
 * @param now the current time
 */
record InMemoryStopView(InMemoryContents contents, Duration attentionAfter, Instant now) {

    /** Earliest request first; ids compare by their text, as in SQL. */
    static final Comparator<UnconfirmedStop> ORDER = Comparator.comparing(
                    (UnconfirmedStop open) -> open.stop().instants().decided())
            .thenComparing(open -> open.task().toString());

    /** A stop of the task that is requested now. */
    Stop requestedFor(TaskId task) {
        InMemoryReservation reservation = contents.reservations.get(task);
        return Stop.requested(task, stepsOf(task), reservation != null && reservation.isHeld(), now, attentionAfter);
    }

    @Nullable
    Stop stopOf(TaskId task) {
        InMemoryStop stored = contents.stops.get(task);
        return stored == null ? null : of(task, stored);
    }

    private Stop of(TaskId task, InMemoryStop stored) {
        StopInstants instants = new StopInstants(
                stored.decided(),
                stored.engineClosed(),
                stored.actsUntil(),
                stored.lastCommandBegun(),
                rackFree(task, stored),
                stored.resolved());
        return Stop.rehydrated(task, instants, stepsOf(task), now, attentionAfter);
    }

    /** The unconfirmed stops in {@link #ORDER}. */
    Stream<UnconfirmedStop> open() {
        return contents.stops.keySet().stream()
                .flatMap(task -> open(task).stream())
                .sorted(ORDER);
    }

    /** The stop of the task unless it is confirmed. */
    Optional<UnconfirmedStop> open(TaskId id) {
        InMemoryStop stored = contents.stops.get(id);
        if (stored == null || of(id, stored).status() == StopStatus.CONFIRMED) {
            return Optional.empty();
        }
        Task task = contents.requireTask(id);
        RackKey rack = new RackKey(task.spec().site(), task.spec().rack());
        List<TaskId> waiting = contents.waitingFor(rack).stream()
                .map(Task::id)
                .limit(RackQueue.LIMIT)
                .toList();
        return Optional.of(
                new UnconfirmedStop(rack.site(), task.status(), rack.rack(), deliveryOf(id, stored), waiting));
    }

    private StopDelivery deliveryOf(TaskId task, InMemoryStop stored) {
        return contents.workFor(task, Kind.STOP_WORKFLOW)
                .map(work -> new StopDelivery(
                        of(task, stored),
                        work.lease().claimNumber(),
                        work.cause().isEmpty() ? null : work.cause()))
                .orElseGet(() -> new StopDelivery(of(task, stored), stored.tries(), null));
    }

    private List<StepStatus> stepsOf(TaskId task) {
        return contents.stepsOf(task).stream()
                .map(InMemoryUnfinishedStep::status)
                .toList();
    }

    private @Nullable Instant rackFree(TaskId task, InMemoryStop stored) {
        InMemoryReservation reservation = contents.reservations.get(task);
        return reservation == null ? stored.decided() : reservation.releasedAt();
    }
}
