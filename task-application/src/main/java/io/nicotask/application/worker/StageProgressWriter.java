package io.nicotask.application.worker;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.LeaseAcquired;
import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the progress that one attempt reports about one stage. Each write is guarded, and is refused once the task no
 * longer belongs to the attempt's run.
 */
final class StageProgressWriter {

    private final Ports ports;
    private final OperationRules rules;
    private final WorkerTaskUpdates updates;
    private final WorkflowRunRef workflowRun;
    private final int number;

    StageProgressWriter(Ports ports, OperationRules rules, WorkflowRunRef workflowRun, int number) {
        this.ports = ports;
        this.rules = rules;
        this.updates = new WorkerTaskUpdates(ports);
        this.workflowRun = workflowRun;
        this.number = number;
    }

    WorkflowRunRef workflowRun() {
        return workflowRun;
    }

    /**
     * The start gate. Acquires the lease and records every running step of the stage in the same transaction, so that a
     * transaction that ends the task sees what may act. The rule is found before, since a decision calls no port; a task
     * keeps its rule.
     *
     * @param process the lease of this process
     * @param acquiring gets each lease that may have been acquired when this returns or throws, and its rack
     */
    GateResult passGate(ProcessId process, BiConsumer<Lease, RackId> acquiring) {
        return updates.find(workflowRun)
                .flatMap(read -> {
                    OperationRule rule = ruleOf(read);
                    return updates.decide(workflowRun, snapshot -> {
                        Decision<GateResult> decision = passGate(snapshot, rule, process);
                        if (decision.answer() instanceof GateResult.Granted granted) {
                            acquiring.accept(
                                    granted.lease(), granted.task().spec().rack());
                        }
                        return decision;
                    });
                })
                .orElseGet(() -> new GateResult.Refused("There is no such task"));
    }

    private Decision<GateResult> passGate(TaskSnapshot snapshot, @Nullable OperationRule rule, ProcessId process) {
        Transition transition = transition(snapshot.task(), (report, at) -> report.beginStage(number, at));
        List<Change> changes =
                WorkerTaskUpdates.decisionOf(snapshot.task(), transition).changes();
        return switch (transition) {
            case Applied applied ->
                granted(applied.task(), rule, snapshot, process).after(changes);
            case AlreadyApplied already ->
                granted(already.task(), rule, snapshot, process).after(changes);
            case Refused refused ->
                Decision.unchanged(new GateResult.Refused(refused.task() + " is not this run's any more"));
        };
    }

    private Decision<GateResult> granted(
            Task task, @Nullable OperationRule found, TaskSnapshot snapshot, ProcessId process) {
        Lease lease = snapshot.requireNextLease();
        OperationRule rule = Objects.requireNonNull(found, () -> "The rule of " + task + " is not there any more");
        List<Change> begun = new ArrayList<>();
        begun.add(new LeaseAcquired(lease, "stage-" + number, process));
        begun.add(new WorkflowCheckScheduled(task.id(), null));
        for (Step running : runningSteps(task)) {
            OperationRule.Step step = rule.step(number, running.type());
            begun.add(new StepBegun(keyOf(running.type()), step.interruptPolicy(), lease, step.timeout()));
        }
        return new Decision<>(new GateResult.Granted(task, rule, lease), begun);
    }

    /** Returns the operation rule of the task; null before it was planned. */
    private @Nullable OperationRule ruleOf(Task task) {
        RuleId id = task.spec().rule();
        return id == null ? null : rules.find(id).orElse(null);
    }

    /** Returns the steps of the stage that the report shows as running. */
    List<Step> runningSteps(Task task) {
        return stageOf(task).steps().stream()
                .filter(step -> step.progress().status() == Progress.Status.RUNNING)
                .toList();
    }

    private StepKey keyOf(ComponentType type) {
        return new StepKey(workflowRun.task(), number, type);
    }

    /** Stores the counters of the steps; returns false when the task no longer belongs to the run. */
    boolean writeCounters(List<StepExecution> steps) {
        return write((report, at) -> {
            TaskReport updated = report;
            for (StepExecution step : steps) {
                updated = updated.withCounters(number, step.type(), step.succeeded(), step.failed());
            }
            return updated;
        });
    }

    /**
     * Completes the stage, or fails it when there is an error; returns false when the task no longer belongs to the
     * run. The same transaction ends the steps whose components were all seen to end; a step that timed out stays
     * unfinished.
     */
    boolean end(List<StepExecution> steps, @Nullable String error) {
        return updates.decide(workflowRun, snapshot -> end(snapshot.task(), steps, error))
                .filter(StageProgressWriter::isWritten)
                .isPresent();
    }

    private Decision<Transition> end(Task task, List<StepExecution> steps, @Nullable String error) {
        Transition transition = transition(
                task,
                (report, at) -> error == null ? report.completeStage(number, at) : report.failStage(number, error, at));
        Decision<Transition> decision = WorkerTaskUpdates.decisionOf(task, transition);
        return isWritten(transition)
                ? decision.and(steps.stream()
                        .filter(StepExecution::hasEnded)
                        .map(step -> new StepEnded(keyOf(step.type()), null))
                        .toList())
                : decision;
    }

    Stage stageOf(Task task) {
        TaskReport report = task.report();
        if (report == null) {
            throw new IllegalStateException(task + " has begun a stage without a report");
        }
        return report.stages().get(number - 1);
    }

    /** Releases the lease; the rack goes to the next task if this lease was the last thing that held it. */
    void releaseLease(RackId rack, Lease lease) {
        updates.releaseLease(workflowRun, rack, lease);
    }

    private boolean write(BiFunction<TaskReport, Instant, TaskReport> change) {
        return updates.apply(workflowRun, task -> transition(task, change))
                .filter(StageProgressWriter::isWritten)
                .isPresent();
    }

    private static boolean isWritten(Transition transition) {
        return switch (transition) {
            case Applied applied -> true;
            case AlreadyApplied already -> true;
            case Refused refused -> false;
        };
    }

    private Transition transition(Task task, BiFunction<TaskReport, Instant, TaskReport> change) {
        Instant now = ports.clock().instant();
        TaskReport report = task.report();
        return report == null ? new Refused(task) : task.progress(workflowRun.run(), change.apply(report, now), now);
    }

    /** The result of the start gate. */
    sealed interface GateResult {

        /** The attempt may act. */
        record Granted(Task task, OperationRule rule, Lease lease) implements GateResult {}

        /** The attempt must end without acting. */
        record Refused(String reason) implements GateResult {}
    }
}
