package io.nicotask.application.port;

import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a decision on a task is based on.
 *
 * @param task the task
 * @param stop the stop of an ended task, or null if it is open or never had a workflow
 * @param rack the rack of a Waiting task, or null
 * @param nextLease the lease that the next attempt of the task gets, with a number that no other snapshot has, or null if
 *     the task is not Pending or Running
 */
public record TaskSnapshot(
        Task task,
        @Nullable Stop stop,
        @Nullable RackOccupancy rack,
        @Nullable Lease nextLease) {

    /** Returns the lease that an attempt acquires with this decision. The task holds its rack. */
    public Lease requireNextLease() {
        return Objects.requireNonNull(nextLease, () -> task + " holds no rack");
    }
}
