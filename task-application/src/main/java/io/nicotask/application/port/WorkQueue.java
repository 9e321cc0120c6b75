package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The work of the background services, written by decisions: each item says what to do for a task or a rack, not before
 * it is due. The start of a task's workflow comes before its stop.
 *
 * <p>An item is carried out by the process that has claimed it. A claim is a lease by the store's clock, for
 * {@link #CLAIM}; once it has expired, another process may claim the item, and results under the old claim are rejected.
 * An item whose due time was set before a {@linkplain io.nicotask.domain.value.ClockStep step} of the store's clock counts
 * as due, and a claim that ends later than twice its length from now as expired. Every method may throw
 * {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface WorkQueue {

    /**
     * How long a claim is valid: longer than the calls for an item take when the engine replies, and short enough that
     * another process takes over within the bound after a crash.
     */
    Duration CLAIM = Duration.ofSeconds(5);

    /**
     * Claims due items: of each lane and site the longest due first, and no more than there are slots. When there are more
     * than the limit for all sites, the sites that use the fewest of their slots come first, whatever the age of the items.
     * MUST NOT claim an item under a valid claim, nor a stop whose task's start is in the queue, and MUST NOT block on
     * claims by other processes. The time of a call MUST NOT grow with the number of due items.
     *
     * @param slots the lanes to claim from
     */
    List<WorkItem> claimDue(List<Slots> slots);

    /**
     * Removes an item that was carried out.
     *
     * @return whether it was removed: false when the claim has expired, and nothing was changed
     */
    boolean complete(WorkItem item);

    /**
     * Releases the claim; the item is due again after the delay.
     *
     * @param cause why the item could not be carried out, stored as one line by
     *     {@link io.nicotask.domain.value.TextConstraints#errorLine}; empty if there is no such cause
     * @return whether the claim was released: false when it has expired, and nothing was changed
     */
    boolean postpone(WorkItem item, Duration delay, String cause);

    /**
     * How many items of a lane may be claimed.
     *
     * @param lane the lane
     * @param limit the maximum number for all sites
     * @param perSite the maximum number for each site without an entry in {@code atSites}
     * @param atSites the maximum numbers for some sites
     */
    record Slots(Lane lane, int limit, int perSite, Map<SiteId, Integer> atSites) {

        public Slots {
            atSites = Map.copyOf(atSites);
        }
    }

    /**
     * A piece of work under the claim of a process.
     *
     * @param kind what to do
     * @param key for which task, rack or process; there is at most one item of a kind, site and key
     * @param site the site of the task or rack, or of the tasks of the process
     * @param claimNumber the number of this claim of the item, from 1; results under an older number are rejected
     */
    record WorkItem(Kind kind, UUID key, SiteId site, long claimNumber) {

        /** Returns the task that the item is about. It is about a task. */
        public TaskId task() {
            return new TaskId(keyOf(Subject.TASK));
        }

        /** Returns the rack that the item is about. It is about a rack. */
        public RackId rack() {
            return new RackId(keyOf(Subject.RACK));
        }

        /** Returns the process that the item is about. It is about a process. */
        public ProcessId process() {
            return new ProcessId(keyOf(Subject.PROCESS));
        }

        private UUID keyOf(Subject subject) {
            if (kind.subject != subject) {
                throw new IllegalStateException(this + " is not about a " + subject);
            }
            return key;
        }

        /** What to do. */
        public enum Kind {
            /** Starts the workflow of a task. */
            START_WORKFLOW(Lane.DELIVERY, Subject.TASK),
            /** Closes the workflow of an ended task. */
            STOP_WORKFLOW(Lane.DELIVERY, Subject.TASK),
            /** Checks whether the workflow of an open task is still open, or that of an ended task still closed. */
            CHECK_WORKFLOW(Lane.CHECK, Subject.TASK),
            /** Checks whether the lease of a worker process has expired. */
            CHECK_PROCESS(Lane.UPKEEP, Subject.PROCESS),
            /** Reschedules a rack after an event that no decision announces. */
            SCHEDULE_RACK(Lane.UPKEEP, Subject.RACK),
            /** Raises an alert for a stop that needs attention. */
            ALERT_STOP(Lane.UPKEEP, Subject.TASK),
            /** Observes the unfinished steps of an ended task. */
            OBSERVE_STEPS(Lane.OBSERVATION, Subject.TASK);

            private final Lane lane;
            private final Subject subject;

            Kind(Lane lane, Subject subject) {
                this.lane = lane;
                this.subject = subject;
            }

            public Lane lane() {
                return lane;
            }
        }

        private enum Subject {
            TASK,
            RACK,
            PROCESS
        }

        /** Work that uses the same means: no work of one lane waits for work of another. */
        public enum Lane {
            /** Calls to the workflow engine that a caller waits for. */
            DELIVERY,
            /** Calls to the workflow engine that no caller waits for. */
            CHECK,
            /** Decisions that call nothing but the store. */
            UPKEEP,
            /** Calls to the hardware; for processes that host hardware of the site. */
            OBSERVATION
        }
    }
}
