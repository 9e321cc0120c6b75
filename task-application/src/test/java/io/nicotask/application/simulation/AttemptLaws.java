package io.nicotask.application.simulation;

import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.FinishTaskResult;
import io.nicotask.application.simulation.Engines.Execution;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.Task;
import java.util.Objects;

/** What must be true of the answers that workers get: a repetition is known by what it repeats (17). */
final class AttemptLaws {

    private final Referee referee;
    private final Ledger ledger;

    AttemptLaws(Referee referee, Ledger ledger) {
        this.referee = referee;
        this.ledger = ledger;
    }

    void begun(Execution execution, BeginTaskResult result, long since) {
        Task task = Objects.requireNonNull(ledger.current(execution.task()));
        boolean isItsOwn = isItsOwn(task, execution);
        switch (result) {
            case BeginTaskResult.Passed passed ->
                referee.demand(isItsOwn, 17, () -> execution.run() + " has passed the gate of " + task);
            case BeginTaskResult.TurnedAway away ->
                referee.demand(
                        !isItsOwn || task.status().isTerminal() && ledger.since(task.id()) >= 0,
                        17,
                        () -> task + " turned its own run away at " + since + ": " + away.why());
        }
    }

    void finished(Execution execution, FinishTaskResult result, long since) {
        Task task = Objects.requireNonNull(ledger.current(execution.task()));
        switch (result) {
            case FinishTaskResult.Finished finished ->
                referee.demand(
                        isItsOwn(task, execution) && task.status().isTerminal(),
                        6,
                        () -> task + " was not ended by " + execution.run());
            case FinishTaskResult.TooLate late ->
                referee.demand(
                        !isItsOwn(task, execution) || task.status().isTerminal(),
                        6,
                        () -> task + " has not heard its own run at " + since + ": " + late.why());
        }
    }

    private static boolean isItsOwn(Task task, Execution execution) {
        Run passed = task.state().runOrNull();
        return passed != null && passed.id().equals(execution.run());
    }
}
