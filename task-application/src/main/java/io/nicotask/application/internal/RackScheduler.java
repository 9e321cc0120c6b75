package io.nicotask.application.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.TaskChange;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Schedules the tasks of a rack: releases the reservations of tasks that can no longer act, expires tasks that have
 * waited too long, and starts the next ones. Runs in every transaction that may free a rack, and in the reconciler for
 * events that no transaction announces (an expired lease, a passed deadline); an additional run has no effect.
 */
public final class RackScheduler {

    /** The time until the next check of a rack on which an ended task may still act. */
    private static final Duration CHECK_WHILE_ACTING = Duration.ofSeconds(1);

    /**
     * The maximum time until the next check of a rack that tasks wait for; an earlier deadline of a task shortens it.
     */
    private static final Duration CHECK_WHILE_WAITING = Duration.ofSeconds(5);

    private static final Actor QUEUE = Actor.system("queue");

    private final Ports ports;

    public RackScheduler(Ports ports) {
        this.ports = ports;
    }

    /**
     * Reschedules the rack, and returns its queue, still locked. MUST be called inside a transaction.
     *
     * @param endedByWorker the task whose own worker has just reported its end, or null; its workflow counts as closed
     */
    @CanIgnoreReturnValue
    public RackQueue reschedule(TaskScope scope, RackId rack, @Nullable TaskId endedByWorker) {
        RackOccupancy rackOccupancy = ports.racks().lock(scope, rack);
        Instant now = ports.clock().instant();
        List<Task> acting = new ArrayList<>();
        for (Reservation reservation : rackOccupancy.reservations()) {
            if (mayStillAct(reservation, endedByWorker, now)) {
                acting.add(reservation.task());
            } else {
                ports.racks().release(scope, reservation.task().id());
            }
        }
        List<Task> waiting = new ArrayList<>(rackOccupancy.waiting());
        waiting.removeIf(task -> applyTransition(scope, task, task.expire(QUEUE, now)));
        for (Task next : new RackQueue(acting, waiting, ports.conflicts()).promotable()) {
            promote(scope, next, now);
            waiting.remove(next);
            acting.add(next);
        }
        ports.racks().scheduleCheck(scope, rack, nextCheck(acting, waiting, now));
        return new RackQueue(acting, waiting, ports.conflicts());
    }

    /** Reserves the rack for a task that has become Pending, and requests its start. Called under the rack's lock. */
    public void grantAndStart(TaskScope scope, Task task) {
        ports.racks().grant(scope, task);
        ports.outbox().enqueueStart(scope, task.id());
    }

    /** Schedules the next check of a rack that one more task waits for. Called under the rack's lock. */
    public void scheduleCheck(TaskScope scope, RackQueue queue, Task task) {
        List<Task> waiting = new ArrayList<>(queue.waiting());
        waiting.add(task);
        Instant now = ports.clock().instant();
        ports.racks().scheduleCheck(scope, task.spec().rack(), nextCheck(queue.holders(), waiting, now));
    }

    /** An open task has no stop, and keeps its reservation. */
    private static boolean mayStillAct(Reservation reservation, @Nullable TaskId endedByWorker, Instant now) {
        Stop stop = reservation.stop();
        if (stop == null) {
            return true;
        }
        Stop known = reservation.task().id().equals(endedByWorker) ? stop.engineClosed(now) : stop;
        return !known.permitsRelease(reservation.leased());
    }

    private void promote(TaskScope scope, Task task, Instant now) {
        if (applyTransition(scope, task, task.promote(now))) {
            grantAndStart(scope, task);
        }
    }

    /** Stores the transition, and returns whether there was anything to store. */
    private boolean applyTransition(TaskScope scope, Task before, Transition transition) {
        return switch (transition) {
            case Applied applied -> {
                ports.tasks().update(scope, new TaskChange(before, applied.task(), ChangeCause.of(QUEUE)));
                yield true;
            }
            case AlreadyApplied already -> false;
            case Refused refused -> false;
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
}
