package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the workflow engine shall be told, kept in the transaction that decided it: per task one request to start, and
 * at most one to stop, in this order.
 *
 * <p>A request is delivered by whoever has claimed it. A claim is a lease by the store's clock; when it has run out,
 * another may claim the request, and the former holder's word counts no more. Every method may throw
 * {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface WorkflowOutbox {

    /** Asks for the start of a task's workflow. MUST be called in the transaction that makes the task Pending. */
    void enqueueStart(TaskScope scope, TaskId task);

    /**
     * Asks that the workflow of a task be known to be closed. MUST be called in the transaction that makes the task
     * terminal; asking again changes nothing. Nothing is asked when the scope has no such task.
     *
     * @param delay how long the workflow may take to close by itself
     */
    void enqueueStop(TaskScope scope, TaskId task, Duration delay);

    /** The stop of the task, or empty when none was asked for (or the scope has no such task). */
    Optional<StopStatus> stopOf(TaskScope scope, TaskId task);

    /**
     * Claims requests that are due, the longest due first. MUST NOT claim a request that is under a living lease, nor a
     * stop whose task's start is not done, and MUST NOT wait for what others are claiming.
     *
     * @param limit the most to claim
     * @param lease how long the claim holds
     */
    List<Claim> claimDue(int limit, Duration lease);

    /**
     * As {@link #claimDue}, but of some sites only starts that were asked for long ago.
     *
     * @param excluded the sites
     * @param startTimeout how long ago a start of theirs must have been asked for
     */
    List<Claim> claimDueExcluding(int limit, Duration lease, Set<SiteId> excluded, Duration startTimeout);

    /** As {@link #claimDue}, at most one request of that site. */
    List<Claim> claimDueAt(SiteId site, Duration lease);

    /** As {@link #claimDue}, for the requests of one task, due or not. */
    List<Claim> claim(TaskId task, Duration lease);

    /**
     * Marks a request as done. With a start, its task's stop, if any, becomes due at once; a start that is done with a
     * namespace also puts the workflow under {@link WorkflowMonitor}.
     *
     * @param deliveryOutcome what came of it
     * @return whether it was marked: false when the lease has run out, and nothing was changed
     */
    boolean complete(Claim claim, DeliveryOutcome deliveryOutcome);

    /**
     * Gives a request back, to be claimed again after the delay.
     *
     * @param cause why it could not be done; the first line is kept, as {@link io.nicotask.domain.value.TextConstraints#errorLine}
     * @return whether it was given back: false when the lease has run out, and nothing was changed
     */
    boolean postpone(Claim claim, Duration delay, String cause);

    /**
     * The namespace where the task's workflow was started, as {@link DeliveryOutcome.Delivered} told it, or empty when no start
     * was delivered.
     */
    Optional<String> namespaceOf(TaskId task);

    /**
     * Takes somebody's word that nothing of an ended task acts any more: its stop is confirmed as soon as its rack has been
     * given back, and whoever had to look at its components has done so. The request stays until it is done, as the engine
     * may still come back with the workflow. MUST be called under the rack's lock. Does nothing when the scope has no such
     * stop.
     */
    void resolveStop(TaskScope scope, TaskId task);

    /**
     * Stops that need attention and that nobody has been told of yet, the longest requested first. Each stop is answered
     * once, to whoever asks first.
     *
     * @param limit the most to answer
     */
    List<UnconfirmedStop> claimUnalerted(int limit);

    /** What is asked of the engine. */
    enum Kind {
        START,
        STOP
    }

    /** What came of a request that is done. */
    sealed interface DeliveryOutcome {

        /**
         * The workflow exists in the engine.
         *
         * @param namespace where it was started
         */
        record Delivered(String namespace) implements DeliveryOutcome {}

        /** The task was past its start; the engine was not asked. */
        record NotNeeded() implements DeliveryOutcome {}

        /** The workflow is closed, or its id is burnt. */
        record Confirmed() implements DeliveryOutcome {}
    }

    /**
     * A request under the lease of its holder.
     *
     * @param task the task
     * @param site the task's site
     * @param kind what is asked
     * @param claimNumber which claim of this request this is, from 1; the fence against earlier holders
     * @param age how long ago the request was made
     */
    record Claim(TaskId task, SiteId site, Kind kind, long claimNumber, Duration age) {}
}
