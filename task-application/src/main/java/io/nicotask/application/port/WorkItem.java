package io.nicotask.application.port;

import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;

/**
 * A piece of work under the claim of a process.
 *
 * @param kind what to do
 * @param key for which task, rack or process; there is at most one item of a kind, site and key
 * @param site the site of the task or rack, or of the tasks of the process
 * @param claimNumber the number of this claim of the item, from 1; results under an older number are rejected
 */
public record WorkItem(Kind kind, UUID key, SiteId site, long claimNumber) {

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
