package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;

/**
 * The attempts that may be acting on racks. Each holds a lease, by the store's clock, and renews it with each beat; what
 * does not beat, crashed or paused, no longer counts after {@link #DURATION}. Every method may throw
 * {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface RackLeases {

    /** How long a lease lives without being renewed. */
    Duration DURATION = Duration.ofSeconds(5);

    /**
     * Gives an attempt a lease. MUST be called in the transaction that passes the gate, while the task is locked, so that
     * whoever ends the task sees it. An earlier lease for the same work of the task can no longer be
     * renewed; it counts until it lapses or is given back, as its holder may not know yet.
     *
     * @param work which work of the task, such as {@code stage-2}
     * @throws IllegalStateException when the task holds no grant of its rack
     */
    Lease acquireLease(TaskScope scope, TaskId task, String work);

    /** Prolongs a lease to the limit from now. */
    Renewal renew(Lease lease);

    /** The attempt acts no more. Does nothing when the lease has lapsed. */
    void releaseLease(Lease lease);

    /**
     * The right of one attempt to act on a rack.
     *
     * @param task the task
     * @param number the attempt's; no two leases have the same
     * @param fencingToken the task's grant of the rack
     */
    record Lease(TaskId task, long number, FencingToken fencingToken) {}

    /** The answer to a beat. */
    enum Renewal {
        /** The attempt goes on. */
        RENEWED,
        /** The lease lives on, but its task is no longer Running: what may be cut off is to be. */
        TASK_ENDED,
        /** The lease has run out, or the work is another attempt's: nothing more may be done under it. */
        EXPIRED
    }
}
