package io.nicotask.application.port;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reservations of racks, and the tasks that wait for one. Racks of different sites are distinct even when their ids
 * are equal. Every method may throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface RackReservations {

    /**
     * Locks the rack, and returns its reservations and waiting tasks. Until the transaction ends, every other call for
     * the same rack blocks. MUST be called inside a transaction, before that transaction locks a task of the rack.
     */
    @CanIgnoreReturnValue
    RackOccupancy lock(TaskScope scope, RackId rack);

    /**
     * Creates a reservation for the task, with a fencing token higher by at least two than all earlier ones of the
     * rack: the number between is for {@link io.nicotask.domain.value.FencingToken#forQuiesce}. MUST be called in the
     * transaction that makes the task Pending, under the rack's lock.
     *
     * @throws IllegalStateException when the task was given a reservation before
     */
    void grant(TaskScope scope, Task task);

    /** Releases the task's reservation and its leases. Does nothing when the task holds none. */
    void release(TaskScope scope, TaskId task);

    /**
     * Schedules the next check of the rack.
     *
     * @param delay from now, by the store's clock, or null when no further check is needed
     */
    void scheduleCheck(TaskScope scope, RackId rack, @Nullable Duration delay);

    /**
     * Claims racks whose check is due, the longest due first; may omit racks that are locked. A claimed rack becomes
     * due again after the delay, in case its claimant crashes, unless {@link #scheduleCheck} sets another time.
     */
    List<DueRack> claimDue(int limit, Duration delay);

    /**
     * The reservations of a rack and the tasks that wait for it.
     *
     * @param reservations the reservations
     * @param waiting the waiting tasks in order of arrival
     */
    record RackOccupancy(List<Reservation> reservations, List<Task> waiting) {

        public RackOccupancy {
            reservations = List.copyOf(reservations);
            waiting = List.copyOf(waiting);
        }

        /** Returns the reservation of the task; empty if it holds none. */
        public Optional<Reservation> reservation(TaskId id) {
            return reservations.stream()
                    .filter(held -> held.task().id().equals(id))
                    .findFirst();
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
                    changed.reservations,
                    waiting.stream()
                            .filter(task -> !task.id().equals(after.id()))
                            .toList());
        }

        /** Returns the rack after a change of the task's reservation; the same rack if the task holds none. */
        public RackOccupancy with(TaskId task, UnaryOperator<Reservation> change) {
            return new RackOccupancy(
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

    /**
     * A task that holds a reservation.
     *
     * @param task the task
     * @param leases the numbers of the valid leases of the task's attempts
     * @param unfinished the steps of the task that have begun and were not seen to end
     * @param stop the task's stop, or null before it was requested
     */
    record Reservation(
            Task task,
            Set<Long> leases,
            Set<StepKey> unfinished,
            @Nullable Stop stop) {

        public Reservation {
            leases = Set.copyOf(leases);
            unfinished = Set.copyOf(unfinished);
        }

        /** Returns whether an attempt of the task holds a valid lease. */
        public boolean leased() {
            return !leases.isEmpty();
        }

        /** Returns the reservation after a change of its task. */
        public Reservation with(Task after) {
            return new Reservation(after, leases, unfinished, stop);
        }

        /** Returns the reservation after evidence for its stop. */
        public Reservation with(@Nullable Stop judged) {
            return new Reservation(task, leases, unfinished, judged);
        }

        /** Returns the reservation after the end of a lease. */
        public Reservation withoutLease(long number) {
            Set<Long> left = new HashSet<>(leases);
            left.remove(number);
            return new Reservation(task, left, unfinished, stop);
        }

        /** Returns the reservation after the end of a step. */
        public Reservation withoutStep(StepKey step, Instant now) {
            Set<StepKey> left = new HashSet<>(unfinished);
            left.remove(step);
            Stop observed = left.isEmpty() && stop != null ? stop.stepsObserved(List.of(), now) : stop;
            return new Reservation(task, leases, left, observed);
        }
    }

    /**
     * A rack whose check is due.
     *
     * @param site the rack's site
     * @param rack the rack
     */
    record DueRack(SiteId site, RackId rack) {}
}
