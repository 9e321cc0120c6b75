package io.nicotask.application.port;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks hold a rack and which wait for it. A rack of one site is never that of another. Every method may throw
 * {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface RackReservations {

    /**
     * Locks the rack, and answers who holds it and who waits. Until the transaction ends no other passes this for the
     * same rack. MUST be called inside a transaction, and before any task of the rack is locked in it.
     */
    @CanIgnoreReturnValue
    RackOccupancy lock(TaskScope scope, RackId rack);

    /**
     * Gives the task a grant of its rack, with an epoch higher than any before it on that rack. MUST be called in the
     * transaction that makes the task Pending, under the rack's lock.
     *
     * @throws IllegalStateException when the task has been given one before
     */
    void grant(TaskScope scope, Task task);

    /** Takes the task's grant back; its leases have lapsed with it. Does nothing when it holds none. */
    void release(TaskScope scope, TaskId task);

    /**
     * Says when to look at the rack again.
     *
     * @param delay from now, by the store's clock, or null when nothing more is to be expected of it
     */
    void scheduleCheck(TaskScope scope, RackId rack, @Nullable Duration delay);

    /**
     * The racks that it is time to look at, the longest due first; those that somebody has locked may be left out. They
     * are due again after the delay, for the case that whoever asked does not look; {@link #scheduleCheck} says otherwise.
     */
    List<DueRack> claimDue(int limit, Duration delay);

    /**
     * What there is on a rack.
     *
     * @param reservations the tasks with a grant
     * @param waiting the tasks that wait, in the order in which they came
     */
    record RackOccupancy(List<Reservation> reservations, List<Task> waiting) {

        public RackOccupancy {
            reservations = List.copyOf(reservations);
            waiting = List.copyOf(waiting);
        }

        /** Whether an attempt of the task may be acting: a lease of it lives. */
        public boolean isActing(TaskId task) {
            return reservations.stream()
                    .anyMatch(holder -> holder.leased() && holder.task().id().equals(task));
        }
    }

    /**
     * A task with a grant.
     *
     * @param task the task
     * @param leased whether a lease of it lives
     * @param stopped whether its workflow is known to be closed ({@link WorkflowOutbox.DeliveryOutcome.Confirmed}), or an operator
     *     has said so ({@link WorkflowOutbox#resolveStop})
     */
    record Reservation(Task task, boolean leased, boolean stopped) {}

    /**
     * A rack that is to be looked at.
     *
     * @param site the rack's site
     * @param rack the rack
     */
    record DueRack(SiteId site, RackId rack) {}
}
