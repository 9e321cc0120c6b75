package io.nicotask.application.internal.memory;

import io.nicotask.application.internal.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopInstants;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of stops: their outbox entries, rack reservations and unfinished steps.
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
        InMemoryOutboxEntry entry = contents.outbox.get(new InMemoryOutboxEntry.Key(task, Kind.STOP));
        return entry == null ? null : of(entry).stop();
    }

    StopDelivery of(InMemoryOutboxEntry entry) {
        TaskId task = entry.key().task();
        StopInstants instants = new StopInstants(
                entry.requestedAt(),
                entry.doneAt(),
                entry.marks().actsUntil(),
                entry.marks().lastCommandBegun(),
                rackFree(entry),
                entry.marks().resolvedAt());
        return new StopDelivery(
                Stop.rehydrated(task, instants, stepsOf(task), now, attentionAfter),
                entry.lease().claimNumber(),
                entry.lastCause());
    }

    /** The unconfirmed stops in {@link #ORDER}. */
    Stream<UnconfirmedStop> open() {
        return contents.outbox.values().stream()
                .filter(entry -> entry.key().kind() == Kind.STOP)
                .filter(entry -> of(entry).stop().status() != StopStatus.CONFIRMED)
                .map(this::openOf)
                .sorted(ORDER);
    }

    private UnconfirmedStop openOf(InMemoryOutboxEntry entry) {
        Task task = contents.requireTask(entry.key().task());
        RackKey rack = new RackKey(task.spec().site(), task.spec().rack());
        List<TaskId> waiting = contents.waitingFor(rack).stream()
                .map(Task::id)
                .limit(RackQueue.LIMIT)
                .toList();
        return new UnconfirmedStop(rack.site(), task.status(), rack.rack(), of(entry), waiting);
    }

    private List<StepStatus> stepsOf(TaskId task) {
        return contents.stepsOf(task).stream()
                .map(InMemoryUnfinishedStep::status)
                .toList();
    }

    private @Nullable Instant rackFree(InMemoryOutboxEntry entry) {
        InMemoryReservation reservation = contents.reservations.get(entry.key().task());
        return reservation == null ? entry.requestedAt() : reservation.releasedAt();
    }
}
