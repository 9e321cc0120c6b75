package io.nicotask.application.worker;

import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The start gate as all begin use cases share it: the run passes the gate, then the task gets its report, each once.
 */
final class StartGate {

    private final Ports ports;
    private final WorkerTaskUpdates updates;

    StartGate(Ports ports) {
        this.ports = ports;
        this.updates = new WorkerTaskUpdates(ports);
    }

    /**
     * Passes the run through the gate, or refuses it.
     *
     * @param plan called when the run has passed and the task has no report; runs outside the gate's transaction
     */
    BeginTask.Result pass(WorkflowRunRef workflowRun, Function<Task, BeginTask.Result> plan) {
        return updates.decide(workflowRun, snapshot -> begun(snapshot.task(), workflowRun))
                .map(transition -> switch (transition) {
                    case Applied applied -> planOnce(applied.task(), plan);
                    case AlreadyApplied already -> planOnce(already.task(), plan);
                    case Refused refused -> new BeginTask.Result.Refused(refused.task() + " does not begin again");
                })
                .orElseGet(StartGate::noSuchTask);
    }

    /** The next gate has to follow, unless the workflow is external. */
    private Decision<Transition> begun(Task task, WorkflowRunRef workflowRun) {
        Transition start = task.start(workflowRun.run(), now());
        Decision<Transition> decision = WorkerTaskUpdates.decisionOf(task, start);
        return start instanceof Applied
                ? decision.and(List.of(new WorkflowCheckScheduled(task.id(), WorkerTaskUpdates.NEXT_GATE)))
                : decision;
    }

    private static BeginTask.Result planOnce(Task task, Function<Task, BeginTask.Result> plan) {
        return task.report() == null ? plan.apply(task) : passed(task);
    }

    /** Writes the plan for the run's task. */
    BeginTask.Result writePlan(WorkflowRunRef workflowRun, BiFunction<Task, Instant, Transition> plan) {
        Optional<Transition> written = updates.apply(workflowRun, task -> plan.apply(task, now()));
        return written.map(transition -> switch (transition) {
                    case Applied applied -> passed(applied.task());
                    case AlreadyApplied already -> passed(already.task());
                    case Refused refused -> new BeginTask.Result.Refused(refused.task() + " ended while it began");
                })
                .orElseGet(StartGate::noSuchTask);
    }

    /** Fails a task whose run has passed the gate but cannot continue. */
    BeginTask.Result failTask(WorkflowRunRef workflowRun, String error) {
        updates.applyEnd(workflowRun, task -> task.fail(workflowRun.run(), error, now()), List.of());
        return new BeginTask.Result.Refused(error);
    }

    private static BeginTask.Result passed(Task task) {
        return new BeginTask.Result.Passed(
                Objects.requireNonNull(task.report()).stages().size());
    }

    private static BeginTask.Result noSuchTask() {
        return new BeginTask.Result.Refused("There is no such task");
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
