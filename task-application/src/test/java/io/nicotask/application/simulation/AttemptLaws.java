package io.nicotask.application.simulation;

import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.FinishTaskResult;
import io.nicotask.application.simulation.Engines.Execution;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.util.Objects;

/** What must be true of the answers that workers get: a repetition is known by what it repeats (17). */
final class AttemptLaws {

    private final Referee referee;
    private final Ledger ledger;

    AttemptLaws(Referee referee, Ledger ledger) {
        this.referee = referee;
        this.ledger = ledger;
    }

    /** Whether the task is the run's own now, to be asked before its word is told. */
    boolean isItsOwn(Execution execution) {
        return isItsOwn(currentOf(execution), execution);
    }

    /**
     * A run has asked at the gate.
     *
     * @param wasItsOwn whether the task was its own when it asked
     */
    void begun(Execution execution, BeginTaskResult result, boolean wasItsOwn) {
        Task task = currentOf(execution);
        switch (result) {
            case BeginTaskResult.Passed passed ->
                referee.demand(
                        isItsOwn(task, execution), 17, () -> execution.run() + " has passed the gate of " + task);
            case BeginTaskResult.TurnedAway away -> {
                referee.demand(task.status().isTerminal() || !wasItsOwn, 17, () -> task + " turned its own run away");
                referee.demand(task.status() != TaskStatus.PENDING, 17, () -> task + " turned its first run away");
            }
        }
    }

    /** As {@link #begun}, for the run's last word. */
    void finished(Execution execution, FinishTaskResult result, boolean wasItsOwn) {
        Task task = currentOf(execution);
        switch (result) {
            case FinishTaskResult.Finished finished ->
                referee.demand(
                        isItsOwn(task, execution) && task.status().isTerminal(),
                        6,
                        () -> task + " was not ended by " + execution.run());
            case FinishTaskResult.TooLate late ->
                referee.demand(task.status().isTerminal() || !wasItsOwn, 6, () -> task + " has not heard its own run");
        }
    }

    private Task currentOf(Execution execution) {
        return Objects.requireNonNull(ledger.current(execution.task()));
    }

    private static boolean isItsOwn(Task task, Execution execution) {
        Run passed = task.state().runOrNull();
        return passed != null && passed.id().equals(execution.run());
    }
}
