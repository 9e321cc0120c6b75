package io.nicotask.application.simulation;

import io.nicotask.application.simulation.SimulatedEngines.Execution;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.ReportProgress;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.TaskStatus;
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
    boolean isOwner(Execution execution) {
        return isOwner(currentOf(execution), execution);
    }

    /**
     * Checks the gate's answer to a run.
     *
     * @param wasOwner whether the run owned the task when it called
     */
    void checkGate(Execution execution, BeginTask.Result result, boolean wasOwner) {
        Task task = currentOf(execution);
        switch (result) {
            case BeginTask.Result.Passed passed ->
                invariants.check(
                        isOwner(task, execution),
                        17,
                        () -> "run " + execution.run() + " passed the gate without owning " + task);
            case BeginTask.Result.Refused away -> {
                invariants.check(
                        task.status().isTerminal() || !wasOwner,
                        17,
                        () -> "the gate refused the run that owns " + task);
                invariants.check(
                        task.status() != TaskStatus.PENDING, 17, () -> "the gate refused the first run of " + task);
            }
        }
    }

    /** Checks the answer to a run's result, as {@link #checkGate} does for the gate. */
    void checkFinish(Execution execution, FinishTask.Result result, boolean wasOwner) {
        Task task = currentOf(execution);
        switch (result) {
            case FinishTask.Result.Finished finished ->
                invariants.check(
                        isOwner(task, execution) && task.status().isTerminal(),
                        6,
                        () -> "a result was accepted from run " + execution.run() + ", which did not end " + task);
            case FinishTask.Result.TooLate late ->
                invariants.check(
                        task.status().isTerminal() || !wasOwner,
                        6,
                        () -> "a result of the run that owns it came too late for " + task);
        }
    }

    /** Whether the run works on the task; read before the run reports its progress. */
    boolean isWorking(Execution execution) {
        return isOwner(execution) && currentOf(execution).status() == TaskStatus.RUNNING;
    }

    /**
     * Checks the answer to a report of progress.
     *
     * @param wasWorking whether the run worked on the task when it called
     */
    void checkProgress(Execution execution, ReportProgress.Result result, boolean wasWorking) {
        Task task = currentOf(execution);
        switch (result) {
            case ReportProgress.Result.MayContinue may ->
                invariants.check(
                        wasWorking, 13, () -> "run " + execution.run() + " may continue, but does not work on " + task);
            case ReportProgress.Result.MustStop must ->
                invariants.check(
                        task.status().isTerminal() || !wasWorking,
                        6,
                        () -> "the run that works on it must stop: " + task);
        }
    }

    private Task currentOf(Execution execution) {
        return Objects.requireNonNull(committed.current(execution.task()));
    }

    private static boolean isOwner(Task task, Execution execution) {
        WorkflowRun passed = task.state().runOrNull();
        return passed != null && passed.id().equals(execution.run());
    }
}
