package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The outbox of calls to the workflow engine, written by the decisions that need them ({@link Change.RackGranted},
 * {@link Change.TaskChanged}): per task one start and at most one stop, delivered in this order.
 *
 * <p>An entry is delivered by the process that has claimed it. A claim is a lease by the store's clock; once it has
 * expired, another process may claim the entry, and results under the old claim are rejected. Every method may throw
 * {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface WorkflowOutbox {

    /**
     * Claims entries that are due, the longest due first. MUST NOT claim an entry under a valid lease, nor a stop whose
     * task's start is not complete, and MUST NOT block on claims by other processes.
     *
     * @param limit the maximum number of claims
     * @param lease how long the claim is valid
     */
    List<Claim> claimDue(int limit, Duration lease);

    /**
     * As {@link #claimDue}, except that at some sites it claims only starts that have been pending for a long time.
     *
     * @param excluded the sites
     * @param startTimeout the minimum age of a start at these sites
     */
    List<Claim> claimDueExcluding(int limit, Duration lease, Set<SiteId> excluded, Duration startTimeout);

    /** As {@link #claimDue}, but claims at most one entry of the site. */
    List<Claim> claimDueAt(SiteId site, Duration lease);

    /** As {@link #claimDue}, but claims the entries of one task, whether due or not. */
    List<Claim> claim(TaskId task, Duration lease);

    /**
     * Completes an entry. Completing a start makes the task's stop, if any, due at once; when it was delivered,
     * {@link WorkflowMonitor} also begins to monitor the workflow.
     *
     * @param deliveryOutcome the outcome of the delivery
     * @return whether the entry was completed: false when the lease has expired, and nothing was changed
     */
    boolean complete(Claim claim, DeliveryOutcome deliveryOutcome);

    /**
     * Releases the claim; the entry is due again after the delay.
     *
     * @param cause why the entry could not be delivered; stored as one line by
     *     {@link io.nicotask.domain.value.TextConstraints#errorLine}
     * @return whether the claim was released: false when the lease has expired, and nothing was changed
     */
    boolean postpone(Claim claim, Duration delay, String cause);

    /**
     * Returns the namespace where the task's workflow was started, from {@link DeliveryOutcome.Delivered}, or empty
     * when no start was delivered.
     */
    Optional<String> namespaceOf(TaskId task);

    /**
     * Claims stops that need attention and have not been alerted, the longest requested first. Each stop is returned
     * once, to one caller.
     *
     * @param limit the maximum number of stops
     */
    List<UnconfirmedStop> claimUnalerted(int limit);

    /** The kind of call to the engine. */
    enum Kind {
        START,
        STOP
    }

    /** The outcome of a completed entry. */
    sealed interface DeliveryOutcome {

        /**
         * The workflow exists in the engine.
         *
         * @param namespace where it was started
         */
        record Delivered(String namespace) implements DeliveryOutcome {}

        /** The task no longer needed the start; the engine was not called. */
        record NotNeeded() implements DeliveryOutcome {}

        /**
         * The workflow is closed, or a tombstone occupies its id.
         *
         * @param actsFor how long activities of the workflow may still act
         */
        record Confirmed(Duration actsFor) implements DeliveryOutcome {}
    }

    /**
     * An entry under the lease of its claimant.
     *
     * @param task the task
     * @param site the task's site
     * @param kind the kind of call
     * @param claimNumber the number of this claim of the entry, from 1; results under an older number are rejected
     * @param age how long ago the entry was written
     */
    record Claim(TaskId task, SiteId site, Kind kind, long claimNumber, Duration age) {}
}
