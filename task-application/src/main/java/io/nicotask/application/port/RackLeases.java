package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Optional;

/**
 * Leases of the attempts that may be acting on racks, by the store's clock. An attempt renews its lease with each
 * heartbeat; an attempt that crashed or is paused no longer counts after {@link #DURATION}. Every method may throw
 * {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface RackLeases {

    /** How long a lease is valid unless it is renewed. */
    Duration DURATION = Duration.ofSeconds(5);

    /**
     * Returns the lease that the next attempt of the task would get, with a number that no other lease has; empty when
     * the task holds no reservation of its rack.
     */
    Optional<Lease> nextLease(TaskScope scope, TaskId task);

    /**
     * Acquires a lease for an attempt. MUST be called in the transaction that passes the start gate, while the task is
     * locked, so that a transaction that ends the task sees the lease. An earlier lease for the same work of the task
     * can no longer be renewed; it counts until it expires or is released, because its holder may not know yet.
     *
     * @param lease the {@linkplain #nextLease next lease} of the task
     * @param work the part of the task's work, such as {@code stage-2}
     * @throws IllegalStateException when the task holds no reservation of its rack
     */
    void acquireLease(TaskScope scope, Lease lease, String work);

    /** Extends a lease to {@link #DURATION} from now. */
    Renewal renew(Lease lease);

    /** Releases the lease of an attempt that no longer acts. Does nothing when the lease has expired. */
    void releaseLease(Lease lease);

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
