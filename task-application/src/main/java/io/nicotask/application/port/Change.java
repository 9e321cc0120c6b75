package io.nicotask.application.port;

import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a {@link Decision} writes. One that MUST be refused throws an exception, and nothing of its decision is
 * written.
 */
public sealed interface Change {

    /**
     * A new task, with the first row of its history. MUST be refused when the task is stored already, when it is of
     * another site than the scope, and when there is no such site in the scope.
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
     * unless the task never had a workflow; then its unfinished steps become due for observation, too.
     *
     * @param change the change
     * @param closeGrace how long the workflow may take to close by itself before it is terminated
     */
    record TaskChanged(TaskChange change, Duration closeGrace) implements Change {

        /** A change whose workflow, if it ends, is terminated at once. */
        public static TaskChanged of(Task before, Task after, ChangeCause cause) {
            return new TaskChanged(new TaskChange(before, after, cause), Duration.ZERO);
        }
    }

    /**
     * A reservation of the rack for a task that has become Pending, and the request to start its workflow. Its fencing
     * token is at least two higher than those of the rack's earlier reservations: the token in between is for a quiesce.
     * MUST be refused when the task was given its rack before, even if it has released it.
     *
     * @param task the task
     */
    record RackGranted(Task task) implements Change {}

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
     * A lease for an attempt that may act from now on. MUST be refused when its task holds no reservation.
     *
     * @param lease the {@linkplain TaskSnapshot#nextLease next lease} of the task
     * @param work the part of the task's work; an earlier lease for the same work can no longer be renewed
     */
    record LeaseAcquired(Lease lease, String work) implements Change {}

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
     * The completion of an entry of the outbox, as by {@link WorkflowOutbox#complete}. MUST be refused by
     * {@link LeaseExpired} when the claim has expired.
     *
     * @param claim the claim
     * @param outcome the outcome of the delivery
     */
    record EntryCompleted(Claim claim, DeliveryOutcome outcome) implements Change {}

    /**
     * The result of a check of a workflow, as by {@link WorkflowMonitor#recordCheck}. MUST be refused by
     * {@link LeaseExpired} when the claim has expired.
     *
     * @param workflow the claim
     * @param notFoundCount how many checks in a row did not find the workflow
     * @param delay until the next check
     */
    record WorkflowChecked(MonitoredWorkflow workflow, int notFoundCount, Duration delay) implements Change {}

    /**
     * The end of the checks of a workflow whose task has ended, as by {@link WorkflowMonitor#stopMonitoring}. MUST be
     * refused by {@link LeaseExpired} when the claim has expired.
     *
     * @param workflow the claim
     */
    record MonitoringStopped(MonitoredWorkflow workflow) implements Change {}

    /**
     * An entry of the audit trail.
     *
     * @param entry the entry
     */
    record Audited(AuditEntry entry) implements Change {}
}
