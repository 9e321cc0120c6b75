package io.nicotask.application.report;

import io.nicotask.application.port.Ports;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What every beginning has in common: the attempt passes the gate, then the task gets its report, each once. */
final class Gate {

    private final Ports ports;
    private final TaskWrites writes;

    Gate(Ports ports) {
        this.ports = ports;
        this.writes = new TaskWrites(ports);
    }

    /**
     * Lets the attempt pass if it may.
     *
     * @param plan what is done when it has passed and its task has no report yet; outside the gate's transaction
     */
    BeginTaskResult pass(Attempt attempt, Function<Task, BeginTaskResult> plan) {
        return writes.apply(attempt, task -> task.start(attempt.run(), at()))
                .map(answer -> switch (answer) {
                    case Applied applied -> planned(applied.task(), plan);
                    case AlreadyApplied already -> planned(already.task(), plan);
                    case Refused refused -> new BeginTaskResult.TurnedAway(refused.task() + " does not begin again");
                })
                .orElseGet(Gate::noSuchTask);
    }

    private static BeginTaskResult planned(Task task, Function<Task, BeginTaskResult> plan) {
        return task.report() == null ? plan.apply(task) : passed(task);
    }

    /** Keeps what is planned for the attempt's task. */
    BeginTaskResult keep(Attempt attempt, BiFunction<Task, Instant, Transition> plan) {
        Optional<Transition> kept = writes.apply(attempt, task -> plan.apply(task, at()));
        return kept.map(answer -> switch (answer) {
                    case Applied applied -> passed(applied.task());
                    case AlreadyApplied already -> passed(already.task());
                    case Refused refused -> new BeginTaskResult.TurnedAway(refused.task() + " ended while it began");
                })
                .orElseGet(Gate::noSuchTask);
    }

    /** Ends a task that has passed and cannot go on. */
    BeginTaskResult failed(Attempt attempt, String error) {
        writes.end(attempt, task -> task.fail(attempt.run(), error, at()));
        return new BeginTaskResult.TurnedAway(error);
    }

    private static BeginTaskResult passed(Task task) {
        return new BeginTaskResult.Passed(
                Objects.requireNonNull(task.report()).stages().size());
    }

    private static BeginTaskResult noSuchTask() {
        return new BeginTaskResult.TurnedAway("There is no such task");
    }

    private Instant at() {
        return ports.clock().instant();
    }
}
