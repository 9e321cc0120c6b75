package io.nicotask.application.simulation;

import io.nicotask.application.simulation.SimulatedEngines.Execution;
import io.nicotask.application.worker.BeginTaskResult;
import io.nicotask.application.worker.FinishTaskResult;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.WorkflowRun;
import java.util.Objects;

/** Checks the results that workers get: a repeated call gets the result of the first one (17). */
final class AttemptInvariants {

    private final InvariantChecker invariants;
    private final CommittedHistory committed;

    AttemptInvariants(InvariantChecker invariants, CommittedHistory committed) {
        this.invariants = invariants;
        this.committed = committed;
    }

    /** Whether the run owns the task; read before the run calls the gate or reports its result. */
    boolean isItsOwn(Execution execution) {
        return isItsOwn(currentOf(execution), execution);
    }

    /**
     * Checks the gate's answer to a run.
     *
     * @param wasItsOwn whether the run owned the task when it called
     */
    void begun(Execution execution, BeginTaskResult result, boolean wasItsOwn) {
        Task task = currentOf(execution);
        switch (result) {
            case BeginTaskResult.Passed passed ->
                invariants.check(
                        isItsOwn(task, execution), 17, () -> execution.run() + " has passed the gate of " + task);
            case BeginTaskResult.Refused away -> {
                invariants.check(task.status().isTerminal() || !wasItsOwn, 17, () -> task + " turned its own run away");
                invariants.check(task.status() != TaskStatus.PENDING, 17, () -> task + " turned its first run away");
            }
        }
    }

    /** Checks the answer to a run's result, as {@link #begun} does for the gate. */
    void finished(Execution execution, FinishTaskResult result, boolean wasItsOwn) {
        Task task = currentOf(execution);
        switch (result) {
            case FinishTaskResult.Finished finished ->
                invariants.check(
                        isItsOwn(task, execution) && task.status().isTerminal(),
                        6,
                        () -> task + " was not ended by " + execution.run());
            case FinishTaskResult.TooLate late ->
                invariants.check(
                        task.status().isTerminal() || !wasItsOwn, 6, () -> task + " has not heard its own run");
        }
    }

    private Task currentOf(Execution execution) {
        return Objects.requireNonNull(committed.current(execution.task()));
    }

    private static boolean isItsOwn(Task task, Execution execution) {
        WorkflowRun passed = task.state().runOrNull();
        return passed != null && passed.id().equals(execution.run());
    }
}
