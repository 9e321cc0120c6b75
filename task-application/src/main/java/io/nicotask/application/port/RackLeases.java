package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;

/**
 * Leases of the attempts that may be acting on racks, by the store's clock. An attempt renews its lease with each
 * heartbeat; an attempt that crashed or is paused no longer counts after {@link #DURATION}.
 *
 * <p>A later lease for the same work of a task ends the right to renew an earlier one, which counts until it expires or
 * is released, because its holder may not know yet.
 */
@FunctionalInterface
@CheckReturnValue
public interface RackLeases {

    /** How long a lease is valid unless it is renewed. */
    Duration DURATION = Duration.ofSeconds(5);

    /**
     * Extends a lease to {@link #DURATION} from now.
     *
     * @throws StoreUnavailable when the store is unreachable
     */
    Renewal renew(Lease lease);

    /**
     * The right of one attempt to act on a rack.
     *
     * @param task the task
     * @param number the number of the lease, unique among leases
     * @param fencingToken the fencing token of the task's reservation
     */
    record Lease(TaskId task, long number, FencingToken fencingToken) {}

    /** The result of a renewal. */
    enum Renewal {
        /** The lease was renewed. */
        RENEWED,
        /** The lease was renewed, but its task is no longer Running: interruptible work must be aborted. */
        TASK_ENDED,
        /** The lease has expired, or another attempt has taken over the work: the attempt must stop acting. */
        EXPIRED
    }
}
