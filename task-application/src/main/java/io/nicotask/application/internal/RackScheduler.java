package io.nicotask.application.internal;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.RackReleased;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Schedules the tasks of a rack: releases the reservations of tasks that can no longer act, expires tasks that have
 * waited too long, and starts the next ones. A part of every decision that may free a rack, and of the reconciler for
 * events that no decision announces (an expired lease, a passed deadline); scheduling once more changes nothing.
 */
@CheckReturnValue
public final class RackScheduler {

    private static final Actor QUEUE = Actor.system("queue");

    private final RackConflicts conflicts;
    private final InstantSource clock;

    public RackScheduler(RackConflicts conflicts, InstantSource clock) {
        this.conflicts = conflicts;
        this.clock = clock;
    }

    /** Schedules the rack. */
    public Schedule schedule(RackId rack, RackOccupancy occupancy) {
        return schedule(rack, occupancy, null);
    }

    /**
     * Schedules the rack with the evidence that the workflow of one of its tasks is closed.
     *
     * @param actsFor how long activities of the workflow may still act
     */
    public Schedule scheduleClosed(RackId rack, RackOccupancy occupancy, TaskId task, Duration actsFor) {
        return schedule(
                rack,
                occupancy.with(
                        task,
                        held -> held.stop() == null
                                ? held
                                : held.with(held.stop().engineClosed(clock.instant(), actsFor))));
    }

    /**
     * Schedules the rack.
     *
     * @param endedByWorker the task whose own worker has just reported its end, or null; its workflow counts as closed
     */
    public Schedule schedule(RackId rack, RackOccupancy occupancy, @Nullable TaskId endedByWorker) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        List<Reservation> held = new ArrayList<>();
        for (Reservation reservation : occupancy.reservations()) {
            if (mayStillAct(reservation, endedByWorker)) {
                held.add(reservation);
            } else {
                changes.add(new RackReleased(reservation.task().id()));
            }
        }
        List<Task> waiting = new ArrayList<>();
        for (Task task : occupancy.waiting()) {
            changed(task, task.expire(QUEUE, occupancy.asOf(), now))
                    .ifPresentOrElse(changes::add, () -> waiting.add(task));
        }
        List<Task> holders =
                new ArrayList<>(held.stream().map(Reservation::task).toList());
        for (Task next : new RackQueue(holders, waiting, conflicts).promotable()) {
            changed(next, next.promote(now)).ifPresent(promoted -> {
                changes.add(promoted);
                changes.add(new RackGranted(promoted.change().after(), Delivery.AT_ONCE));
            });
            waiting.remove(next);
            holders.add(next);
        }
        Duration nextEvent = earliest(nextEvents(held), deadlines(waiting, occupancy.asOf()));
        changes.add(new RackCheckScheduled(rack, nextEvent));
        return new Schedule(new RackQueue(holders, waiting, conflicts), nextEvent, changes);
    }

    /** An open task keeps its reservation. An ended one whose stop is decided with this schedule keeps it, too. */
    private static boolean mayStillAct(Reservation reservation, @Nullable TaskId endedByWorker) {
        Stop stop = reservation.stop();
        if (!reservation.task().status().isTerminal()
                || reservation.leased()
                || !reservation.unfinished().isEmpty()) {
            return true;
        }
        return !reservation.task().id().equals(endedByWorker) && (stop == null || !stop.permitsRelease(false));
    }

    private static Optional<TaskChanged> changed(Task before, Transition transition) {
        return switch (transition) {
            case Applied applied -> Optional.of(TaskChanged.of(before, applied.task(), ChangeCause.of(QUEUE)));
            case AlreadyApplied already -> Optional.empty();
            case Refused refused -> Optional.empty();
        };
    }

    /** When a rack may be free without a decision: when a lease expires, or the time of external activities is over. */
    private static Stream<Duration> nextEvents(List<Reservation> held) {
        return held.stream()
                .filter(reservation -> reservation.task().status().isTerminal())
                .flatMap(reservation -> Stream.concat(
                        reservation.leased() ? Stream.of(RackLeases.DURATION) : Stream.empty(),
                        Stream.ofNullable(reservation.stop()).flatMap(stop -> stop.actsFor().stream())));
    }

    private static Stream<Duration> deadlines(List<Task> waiting, Instant asOf) {
        return waiting.stream()
                .flatMap(task -> task.state() instanceof Waiting queued ? Stream.of(queued.deadline()) : Stream.empty())
                .map(deadline -> Duration.between(asOf, deadline));
    }

    private static @Nullable Duration earliest(Stream<Duration> events, Stream<Duration> deadlines) {
        return Stream.concat(events, deadlines)
                .min(Duration::compareTo)
                .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
                .orElse(null);
    }

    /**
     * The schedule of a rack.
     *
     * @param queue the rack's queue afterwards
     * @param nextEvent the time until the next event that no decision announces, or null if there is none
     * @param changes what to write
     */
    public record Schedule(RackQueue queue, @Nullable Duration nextEvent, List<Change> changes) {

        /** Changes nothing. */
        public static final Schedule NONE =
                new Schedule(new RackQueue(List.of(), List.of(), RackConflicts.SHARED_COMPONENTS), null, List.of());

        public Schedule {
            changes = List.copyOf(changes);
        }

        /**
         * Returns the next check of the rack if one more task waits for it.
         *
         * @param timeout how long it waits at most
         */
        public RackCheckScheduled checkWith(Task task, Duration timeout) {
            Duration next = nextEvent == null || timeout.compareTo(nextEvent) < 0 ? timeout : nextEvent;
            return new RackCheckScheduled(task.spec().rack(), next);
        }

        /** Returns whether the task gives up its reservation. */
        public boolean releases(TaskId task) {
            return changes.contains(new RackReleased(task));
        }

        /** Returns the decision that writes it. */
        public Decision<RackQueue> asDecision() {
            return new Decision<>(queue, changes);
        }
    }
}
