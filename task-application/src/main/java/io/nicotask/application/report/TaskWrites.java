package io.nicotask.application.report;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.util.Optional;
import java.util.function.Function;

/** The guarded writes of a worker: lock, ask the task, write what it answers. */
final class TaskWrites {

    private static final Cause WORKER = Cause.of(Actor.system("worker"));

    private final Ports ports;

    TaskWrites(Ports ports) {
        this.ports = ports;
    }

    /** Asks the attempt's task and writes its answer; empty when there is no such task. */
    Optional<Transition> apply(Attempt attempt, Function<Task, Transition> question) {
        return scopeOf(attempt)
                .flatMap(scope -> Transactions.decide(ports.transactions(), () -> apply(scope, attempt, question)));
    }

    void keepLate(Attempt attempt, String told) {
        LateWord late =
                new LateWord(attempt.task(), attempt.run(), told, ports.clock().instant());
        scopeOf(attempt).ifPresent(scope -> ports.tasks().keep(scope, late));
    }

    private Optional<Transition> apply(TaskScope scope, Attempt attempt, Function<Task, Transition> question) {
        return ports.tasks().lock(scope, attempt.task()).map(task -> apply(scope, task, question.apply(task)));
    }

    private Transition apply(TaskScope scope, Task before, Transition answer) {
        switch (answer) {
            case Applied applied -> write(scope, before, applied.task());
            case AlreadyApplied already -> {}
            case Refused refused -> {}
        }
        return answer;
    }

    private void write(TaskScope scope, Task before, Task after) {
        ports.tasks().update(scope, new TaskChange(before, after, WORKER));
        if (after.status().isTerminal()) {
            ports.outbox().requestStop(scope, after.id(), FinishTask.WORKFLOW_MAY_TAKE);
        }
    }

    private Optional<TaskScope> scopeOf(Attempt attempt) {
        return ports.access().forSystem(attempt.site());
    }
}
