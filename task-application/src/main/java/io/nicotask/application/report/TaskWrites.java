package io.nicotask.application.report;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.rack.RackHandover;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.RackId;
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
    private final RackHandover handover;

    TaskWrites(Ports ports) {
        this.ports = ports;
        this.handover = new RackHandover(ports);
    }

    /** Asks the attempt's task and writes its answer; empty when there is no such task. */
    Optional<Transition> apply(Attempt attempt, Function<Task, Transition> question) {
        return scopeOf(attempt)
                .flatMap(scope -> Transactions.decide(ports.transactions(), () -> apply(scope, attempt, question)));
    }

    /** As {@link #apply}, for a word that may end the task: its rack goes on to the next one in the same transaction. */
    Optional<Transition> end(Attempt attempt, Function<Task, Transition> question) {
        return scopeOf(attempt)
                .flatMap(scope -> Transactions.decide(ports.transactions(), () -> end(scope, attempt, question)));
    }

    private Optional<Transition> end(TaskScope scope, Attempt attempt, Function<Task, Transition> question) {
        return underRackLock(scope, attempt, rack -> {
            Optional<Transition> answer = apply(scope, attempt, question);
            if (answer.orElse(null) instanceof Applied) {
                handover.settle(scope, rack, attempt.task());
            }
            return answer;
        });
    }

    /** The attempt acts no more; if its task has ended, its rack may be free now. */
    void endLease(Attempt attempt, Lease lease) {
        scopeOf(attempt)
                .ifPresent(scope -> Transactions.decide(
                        ports.transactions(),
                        () -> underRackLock(scope, attempt, rack -> {
                            ports.leases().end(lease);
                            return ports.tasks()
                                    .find(scope, attempt.task())
                                    .filter(task -> task.status().isTerminal())
                                    .map(ended -> handover.settle(scope, rack, null));
                        })));
    }

    private <T> Optional<T> underRackLock(TaskScope scope, Attempt attempt, Function<RackId, Optional<T>> work) {
        return ports.tasks().find(scope, attempt.task()).flatMap(task -> {
            ports.racks().lock(scope, task.request().rack());
            return work.apply(task.request().rack());
        });
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

    Optional<TaskScope> scopeOf(Attempt attempt) {
        return ports.access().forSystem(attempt.site());
    }
}
