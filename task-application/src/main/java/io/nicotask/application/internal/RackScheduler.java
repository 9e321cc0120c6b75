package io.nicotask.application.internal;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.RackReleased;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.RackOccupancy;
import io.nicotask.application.port.Reservation;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.rack.RackConflicts;
import io.nicotask.domain.rack.RackQueue;
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

    /** The time until the next check of a rack on which an ended task may still act. */
    private static final Duration CHECK_WHILE_ACTING = Duration.ofSeconds(1);

    /**
     * The maximum time until the next check of a rack that tasks wait for; an earlier deadline of a task shortens it.
     */
    private static final Duration CHECK_WHILE_WAITING = Duration.ofSeconds(5);

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
     * Schedules the rack.
     *
     * @param endedByWorker the task whose own worker has just reported its end, or null; its workflow counts as closed
     */
    public Schedule schedule(RackId rack, RackOccupancy occupancy, @Nullable TaskId endedByWorker) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        List<Task> acting = new ArrayList<>();
        for (Reservation reservation : occupancy.reservations()) {
            if (mayStillAct(reservation, endedByWorker)) {
                acting.add(reservation.task());
            } else {
                changes.add(new RackReleased(reservation.task().id()));
            }
        }
        List<Task> waiting = new ArrayList<>();
        for (Task task : occupancy.waiting()) {
            changed(task, task.expire(QUEUE, now)).ifPresentOrElse(changes::add, () -> waiting.add(task));
        }
        for (Task next : new RackQueue(acting, waiting, conflicts).promotable()) {
            changed(next, next.promote(now)).ifPresent(promoted -> {
                changes.add(promoted);
                changes.add(new RackGranted(promoted.change().after()));
            });
            waiting.remove(next);
            acting.add(next);
        }
        changes.add(new RackCheckScheduled(rack, nextCheck(acting, waiting, now)));
        return new Schedule(new RackQueue(acting, waiting, conflicts), changes);
    }

    /** Schedules the next check of a rack that one more task waits for. */
    public RackCheckScheduled checkFor(RackQueue queue, Task task) {
        List<Task> waiting = new ArrayList<>(queue.waiting());
        waiting.add(task);
        return new RackCheckScheduled(task.spec().rack(), nextCheck(queue.holders(), waiting, clock.instant()));
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

    private static @Nullable Duration nextCheck(List<Task> acting, List<Task> waiting, Instant now) {
        Stream<Duration> drains =
                acting.stream().filter(task -> task.status().isTerminal()).map(task -> CHECK_WHILE_ACTING);
        Stream<Duration> deadlines = waiting.stream()
                .flatMap(task -> task.state() instanceof Waiting queued ? Stream.of(queued.deadline()) : Stream.empty())
                .map(deadline -> shorter(Duration.between(now, deadline), CHECK_WHILE_WAITING));
        return Stream.concat(drains, deadlines).min(Duration::compareTo).orElse(null);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * The schedule of a rack.
     *
     * @param queue the rack's queue afterwards
     * @param changes what to write
     */
    public record Schedule(RackQueue queue, List<Change> changes) {

        /** Changes nothing. */
        public static final Schedule NONE =
                new Schedule(new RackQueue(List.of(), List.of(), RackConflicts.SHARED_COMPONENTS), List.of());

        public Schedule {
            changes = List.copyOf(changes);
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
