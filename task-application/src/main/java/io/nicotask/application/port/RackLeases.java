package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * Leases of the attempts that may be acting on racks, by the store's clock. All attempts of a worker process live by one
 * lease of the process, which it renews once a second; those of a process that crashed or is paused no longer count after
 * {@link #DURATION}. The lease of a process that has expired never lives again: the process begins another one.
 *
 * <p>A later lease for the same work of a task ends the right to act of an earlier one, which counts until its process's
 * lease expires or it is released, because its holder may not know yet.
 */
@CheckReturnValue
public interface RackLeases {

    /** How long the lease of a process is valid unless it is renewed. */
    Duration DURATION = Duration.ofSeconds(5);

    /**
     * Begins the lease of a process, for {@link #DURATION} from now.
     *
     * @param process an id that was never used
     * @throws StoreUnavailable when the store is unreachable
     */
    void open(ProcessId process);

    /**
     * Extends the lease of a process to {@link #DURATION} from now, for all its attempts.
     *
     * @param unanswered the numbers of the attempts whose engine does not answer: the checks of their workflows become due
     * @throws StoreUnavailable when the store is unreachable
     */
    Renewal renew(ProcessId process, Set<Long> unanswered);

    /**
     * Ends the lease of a process if it has expired: the checks of the workflows of its attempts, of open tasks at the
     * item's site, become due, and the item is completed. MUST miss no attempt whose lease is acquired meanwhile. A lease
     * that is valid for longer than {@link #DURATION} was renewed before the store's clock was set back: it MUST then be
     * valid for {@link #DURATION} from now.
     *
     * @param item the check of the process
     * @return whether the lease has expired
     * @throws LeaseExpired when the claim has expired; nothing was changed
     * @throws StoreUnavailable when the store is unreachable
     */
    boolean expire(WorkItem item);

    /**
     * Identifies the lease of a process.
     *
     * @param value a random id
     */
    record ProcessId(UUID value) {}

    /**
     * The right of one attempt to act on a rack.
     *
     * @param task the task
     * @param number the number of the lease, unique among leases
     * @param fencingToken the fencing token of the task's reservation
     */
    record Lease(TaskId task, long number, FencingToken fencingToken) {}

    /** The result of a renewal. */
    sealed interface Renewal {

        /**
         * The lease of the process was renewed. An attempt that is in neither set, and was not acquired meanwhile, must stop
         * acting: another attempt has taken over its work, or its rack was released.
         *
         * @param acting the numbers of the leases of Running tasks
         * @param ended the numbers of the leases of ended tasks: interruptible work must be aborted
         */
        record Renewed(Set<Long> acting, Set<Long> ended) implements Renewal {

            public Renewed {
                acting = Set.copyOf(acting);
                ended = Set.copyOf(ended);
            }
        }

        /** The lease of the process has expired: all its attempts must stop acting. */
        record Expired() implements Renewal {}
    }

    /**
     * A lease has expired: that of an attempt, which must not send further commands to the hardware, or that of a claim, whose
     * result must not be stored.
     */
    final class LeaseExpired extends RuntimeException {

        private static final long serialVersionUID = 1;

        public LeaseExpired(String message) {
            super(message);
        }
    }
}
