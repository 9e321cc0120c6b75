package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The reservations of a rack and the tasks that wait for it.
 *
 * @param asOf when it was read, by the store's clock
 * @param reservations the reservations
 * @param waiting the waiting tasks in order of arrival
 */
@CheckReturnValue
public record RackOccupancy(Instant asOf, List<Reservation> reservations, List<Task> waiting) {

    public RackOccupancy {
        reservations = List.copyOf(reservations);
        waiting = List.copyOf(waiting);
    }

    /** Returns the reservation of the task; empty if it holds none. */
    public Optional<Reservation> reservation(TaskId id) {
        return reservations.stream().filter(held -> held.task().id().equals(id)).findFirst();
    }

    /** Returns the task if it holds a reservation or waits for one. */
    public Optional<Task> task(TaskId id) {
        return Stream.concat(reservations.stream().map(Reservation::task), waiting.stream())
                .filter(task -> task.id().equals(id))
                .findFirst();
    }

    /** Returns the rack after a change of one of its tasks. */
    public RackOccupancy with(Task after) {
        RackOccupancy changed = with(after.id(), held -> held.with(after));
        return new RackOccupancy(
                asOf,
                changed.reservations,
                waiting.stream().filter(task -> !task.id().equals(after.id())).toList());
    }

    /** Returns the rack after a change of the task's reservation; the same rack if the task holds none. */
    public RackOccupancy with(TaskId task, UnaryOperator<Reservation> change) {
        return new RackOccupancy(
                asOf,
                reservations.stream()
                        .map(held -> held.task().id().equals(task) ? change.apply(held) : held)
                        .toList(),
                waiting);
    }

    /** Returns whether an attempt of the task may be acting, because it holds a valid lease. */
    public boolean isActing(TaskId task) {
        return reservation(task).filter(Reservation::leased).isPresent();
    }
}
