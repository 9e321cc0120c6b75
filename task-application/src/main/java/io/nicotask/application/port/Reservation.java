package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task that holds a reservation.
 *
 * @param task the task
 * @param leases the numbers of the valid leases of the task's attempts
 * @param unfinished the steps of the task that have begun and were not seen to end
 * @param stop the task's stop, or null before it was requested
 */
@CheckReturnValue
public record Reservation(
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
    public Reservation withoutStep(StepKey step) {
        Set<StepKey> left = new HashSet<>(unfinished);
        left.remove(step);
        Stop observed = left.isEmpty() && stop != null ? stop.stepsObserved(List.of(), stop.asOf()) : stop;
        return new Reservation(task, leases, left, observed);
    }
}
