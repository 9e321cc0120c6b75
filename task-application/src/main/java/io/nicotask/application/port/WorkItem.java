package io.nicotask.application.port;

import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;

/**
 * A piece of work under the claim of a process.
 *
 * @param kind what to do
 * @param key for which task or rack; there is at most one item of a kind and key
 * @param site the site of the task or rack
 * @param claimNumber the number of this claim of the item, from 1; results under an older number are rejected
 */
public record WorkItem(Kind kind, UUID key, SiteId site, long claimNumber) {

    /** Returns the task that the item is about. It is not about a rack. */
    public TaskId task() {
        if (kind == Kind.SCHEDULE_RACK) {
            throw new IllegalStateException(this + " is about a rack");
        }
        return new TaskId(key);
    }

    /** Returns the rack that the item is about. It is not about a task. */
    public RackId rack() {
        if (kind != Kind.SCHEDULE_RACK) {
            throw new IllegalStateException(this + " is about a task");
        }
        return new RackId(key);
    }

    /** What to do. */
    public enum Kind {
        /** Starts the workflow of a task. */
        START_WORKFLOW(Lane.DELIVERY),
        /** Closes the workflow of an ended task. */
        STOP_WORKFLOW(Lane.DELIVERY),
        /** Checks whether the workflow of an open task is still open. */
        CHECK_WORKFLOW(Lane.CHECK),
        /** Reschedules a rack after an event that no decision announces. */
        SCHEDULE_RACK(Lane.UPKEEP),
        /** Raises an alert for a stop that needs attention. */
        ALERT_STOP(Lane.UPKEEP),
        /** Observes the unfinished steps of an ended task. */
        OBSERVE_STEPS(Lane.OBSERVATION);

        private final Lane lane;

        Kind(Lane lane) {
            this.lane = lane;
        }

        public Lane lane() {
            return lane;
        }
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
