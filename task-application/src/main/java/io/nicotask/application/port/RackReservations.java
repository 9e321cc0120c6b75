package io.nicotask.application.port;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
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

        /** Returns whether an attempt of the task may be acting, because it holds a valid lease. */
        public boolean isActing(TaskId task) {
            return reservations.stream()
                    .anyMatch(holder -> holder.leased() && holder.task().id().equals(task));
        }
    }

    /**
     * A task that holds a reservation.
     *
     * @param task the task
     * @param leased whether an attempt of the task holds a valid lease
     * @param stop the task's stop, or null before it was requested
     */
    record Reservation(Task task, boolean leased, @Nullable Stop stop) {}

    /**
     * A rack whose check is due.
     *
     * @param site the rack's site
     * @param rack the rack
     */
    record DueRack(SiteId site, RackId rack) {}
}
