package io.nicotask.application.port;

import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.SiteDirectory.SiteRetired;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a {@link Decision} writes. One that MUST be refused throws an exception, and nothing of its decision is
 * written.
 */
public sealed interface Change {

    /**
     * A new task, with the first row of its history. MUST be refused when the task is stored already, when it is of
     * another site than the scope, and when there is no such site in the scope; by {@link SiteRetired}, when the site is
     * retired by the time of the commit.
     *
     * @param task the task
     * @param cause the cause
     */
    record TaskSubmitted(Task task, ChangeCause cause) implements Change {}

    /**
     * A change of a task. MUST be refused when no edge leads from the one state to the other, and when the same decision
     * changes the task twice. MUST NOT be written when the stored task has another status or version than the one that was
     * read; a store in which tasks can change meanwhile makes the decision again.
     *
     * <p>A change of state adds a row to the history. A change into a terminal state contains the request of its stop,
     * unless the task never had a workflow: work to close the workflow, to observe the unfinished steps, and to raise an
     * alert when the stop needs attention.
     *
     * @param change the change
     * @param delivery when the workflow is closed, if the task ends
     */
    record TaskChanged(TaskChange change, Delivery delivery) implements Change {

        /** A change whose workflow, if it ends, is closed as soon as a process claims that work. */
        public static TaskChanged of(Task before, Task after, ChangeCause cause) {
            return new TaskChanged(new TaskChange(before, after, cause), Delivery.AT_ONCE);
        }
    }

    /**
     * When work for the engine is delivered.
     *
     * @param delay how long it may wait
     * @param claimed whether this process delivers it right after the commit: it is written under the claim number 1
     */
    record Delivery(Duration delay, boolean claimed) {

        /** By the process that claims it first. */
        public static final Delivery AT_ONCE = new Delivery(Duration.ZERO, false);

        /** By this process. */
        public static final Delivery CLAIMED = new Delivery(Duration.ZERO, true);
    }

    /**
     * A reservation of the rack for a task that has become Pending, and the work to start its workflow. Its fencing
     * token is at least two higher than those of the rack's earlier reservations: the token in between is for a quiesce.
     * MUST be refused when the task was given its rack before, even if it has released it.
     *
     * @param task the task
     * @param delivery when the workflow is started
     */
    record RackGranted(Task task, Delivery delivery) implements Change {}

    /**
     * The end of a task's reservation and of its leases. Changes nothing if the task holds no reservation.
     *
     * @param task the task
     */
    record RackReleased(TaskId task) implements Change {}

    /**
     * The next check of a rack.
     *
     * @param rack the rack
     * @param delay from now, by the store's clock, or null when no further check is needed
     */
    record RackCheckScheduled(RackId rack, @Nullable Duration delay) implements Change {}

    /**
     * A lease for an attempt that may act from now on. MUST be refused when its task holds no reservation, and by
     * {@link LeaseExpired} when the lease of its process has expired. The expiry of that lease is checked from now on.
     *
     * @param lease the {@linkplain TaskSnapshot#nextLease next lease} of the task
     * @param work the part of the task's work; an earlier lease for the same work gives no right to act any more
     * @param process the process of the attempt
     */
    record LeaseAcquired(Lease lease, String work, ProcessId process) implements Change {}

    /**
     * The end of a lease whose attempt no longer acts.
     *
     * @param lease the lease
     */
    record LeaseReleased(Lease lease) implements Change {}

    /**
     * A step that may act from now on. Changes nothing if the step is recorded already.
     *
     * @param step identifies the step
     * @param interruptPolicy whether a quiesce cuts it off
     * @param lease the lease under which it begins
     * @param timeLimit how long it may take
     */
    record StepBegun(StepKey step, InterruptPolicy interruptPolicy, Lease lease, Duration timeLimit)
            implements Change {}

    /**
     * The end of a step: the hardware has answered for each component that it ended, stopped or never began.
     *
     * @param step identifies the step
     * @param lateOutcome the result, for a task that had ended before, or null; stored only if the step was unfinished
     */
    record StepEnded(StepKey step, @Nullable LateOutcome lateOutcome) implements Change {}

    /**
     * A worker's result for a task that had ended before. A result that is reported twice may be stored twice.
     *
     * @param outcome the result
     */
    record LateOutcomeAdded(LateOutcome outcome) implements Change {}

    /**
     * An operator's statement that nothing of an ended task acts any more; ends its unfinished steps. The first statement
     * counts. Changes nothing if the task has neither a stop nor an unfinished step.
     *
     * @param task the task
     */
    record StopResolved(TaskId task) implements Change {}

    /**
     * The start of a task's workflow: unless an attempt of the task acts, it is checked {@link #GATE_TIMEOUT} from now,
     * or earlier if that was scheduled.
     *
     * @param task the task
     * @param namespace where it was started
     */
    record WorkflowStarted(TaskId task, String namespace) implements Change {

        /** How long a delivered start may take to pass the start gate before its workflow is checked. */
        public static final Duration GATE_TIMEOUT = Duration.ofSeconds(30);
    }

    /**
     * The next check of the workflow of a task, instead of any other one; a result of a check under way is rejected.
     *
     * @param task the task
     * @param delay from now, by the store's clock, or null when no check is needed until another event
     */
    record WorkflowCheckScheduled(TaskId task, @Nullable Duration delay) implements Change {}

    /**
     * The evidence that the workflow of an ended task is closed, or that a tombstone occupies its id.
     *
     * @param task the task
     * @param actsFor how long activities of the workflow may still act
     */
    record WorkflowClosed(TaskId task, Duration actsFor) implements Change {}

    /**
     * The result of a check of a workflow. The whole decision is refused when the claim has expired.
     *
     * @param item the work under which it was checked
     * @param notFoundCount how many checks in a row did not find the workflow
     * @param delay until the next check
     */
    record WorkflowChecked(WorkItem item, int notFoundCount, Duration delay) implements Change {}

    /**
     * A stop needs attention, as an alert has said. Has no effect when that was written before.
     *
     * @param task the task
     */
    record StopAlerted(TaskId task) implements Change {}

    /**
     * The completion of work. MUST be refused by {@link LeaseExpired} when the claim has expired.
     *
     * @param item the work
     */
    record WorkCompleted(WorkItem item) implements Change {}

    /**
     * An entry of the audit trail.
     *
     * @param entry the entry
     */
    record Audited(AuditEntry entry) implements Change {}

    /**
     * The cause of a change of a task, as stored in the history.
     *
     * @param actor who changed the task
     * @param reason why, or null when none was given
     * @param requestId the request that caused the change, or null when the system acted by itself
     */
    record ChangeCause(
            Actor actor, @Nullable Reason reason, @Nullable String requestId) {

        /** Returns the cause of a change that a part of the system makes by itself. */
        public static ChangeCause of(Actor actor) {
            return new ChangeCause(actor, null, null);
        }
    }

    /**
     * One decided change of a task.
     *
     * @param before the task as it was read; its status and version guard the write
     * @param after the task to store, one version later
     * @param cause the cause of the change
     */
    record TaskChange(Task before, Task after, ChangeCause cause) {

        public TaskChange {
            if (!before.id().equals(after.id())
                    || after.revision().version() != before.revision().version() + 1) {
                throw new IllegalArgumentException(after + " does not follow " + before);
            }
        }
    }

    /**
     * A worker's result for a task that has already ended.
     *
     * @param task the task
     * @param run the workflow run that reported the result
     * @param result the result, in one line
     * @param at when it was reported
     */
    record LateOutcome(TaskId task, WorkflowRunId run, String result, Instant at) {}
}
