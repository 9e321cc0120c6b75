package io.nicotask.application.worker;

import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Writes the progress that one attempt reports about one stage. Each write is guarded, and is refused once the task no
 * longer belongs to the attempt's run.
 */
final class StageProgressWriter {

    private static final Logger LOG = System.getLogger(StageProgressWriter.class.getName());

    private final Ports ports;
    private final WorkerTaskUpdates updates;
    private final WorkflowRunRef workflowRun;
    private final int number;

    StageProgressWriter(Ports ports, WorkflowRunRef workflowRun, int number) {
        this.ports = ports;
        this.updates = new WorkerTaskUpdates(ports);
        this.workflowRun = workflowRun;
        this.number = number;
    }

    WorkflowRunRef workflowRun() {
        return workflowRun;
    }

    /**
     * The start gate. Acquires the lease in the same transaction, so that a transaction that ends the task sees that
     * the attempt may act.
     */
    GateResult passGate() {
        return Transactions.decide(
                ports.transactions(),
                () -> write((report, at) -> report.beginStage(number, at))
                        .<GateResult>map(transition -> switch (transition) {
                            case Applied applied -> acquireLease(applied.task());
                            case AlreadyApplied already -> acquireLease(already.task());
                            case Refused refused ->
                                new GateResult.Refused(refused.task() + " is not this run's any more");
                        })
                        .orElseGet(() -> new GateResult.Refused("There is no such task")));
    }

    private GateResult acquireLease(Task task) {
        TaskScope scope = updates.scopeOf(workflowRun).orElseThrow();
        return new GateResult.Granted(task, ports.leases().acquireLease(scope, task.id(), "stage-" + number));
    }

    /** Stores the counters of the steps; returns false when the task no longer belongs to the run. */
    boolean writeCounters(List<StepExecution> steps) {
        return isWritten((report, at) -> {
            TaskReport updated = report;
            for (StepExecution step : steps) {
                updated = updated.withCounters(number, step.type(), step.succeeded(), step.failed());
            }
            return updated;
        });
    }

    boolean complete() {
        return isWritten((report, at) -> report.completeStage(number, at));
    }

    boolean fail(String error) {
        return isWritten((report, at) -> report.failStage(number, error, at));
    }

    Stage stageOf(Task task) {
        TaskReport report = task.report();
        if (report == null) {
            throw new IllegalStateException(task + " has begun a stage without a report");
        }
        return report.stages().get(number - 1);
    }

    void insertInspectionAlerts(List<StepExecution> steps) {
        Instant now = ports.clock().instant();
        updates.scopeOf(workflowRun)
                .ifPresent(scope -> steps.forEach(step -> step.inspectionReasons()
                        .forEach((component, reason) -> ports.tasks()
                                .insertInspectionAlert(
                                        scope,
                                        new InspectionAlert(
                                                workflowRun.task(), step.type(), component, reason, now)))));
    }

    /** Stores the results of steps that ended after the task, as late outcomes. */
    void insertLateOutcomes(List<StepExecution> steps) {
        steps.forEach(step -> updates.insertLateOutcome(
                workflowRun,
                "Stage " + number + ", " + step.type().label() + ": " + step.succeeded() + " succeeded, "
                        + step.failed() + " failed"));
    }

    /** Releases the lease; the rack goes to the next task if this lease was the last thing that held it. */
    void releaseLease(Lease lease) {
        try {
            updates.releaseLease(workflowRun, lease);
        } catch (StoreUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> lease + " could not be released and will expire", unavailable);
        }
    }

    private boolean isWritten(BiFunction<TaskReport, Instant, TaskReport> change) {
        return write(change)
                .map(transition -> switch (transition) {
                    case Applied applied -> true;
                    case AlreadyApplied already -> true;
                    case Refused refused -> false;
                })
                .orElse(false);
    }

    private Optional<Transition> write(BiFunction<TaskReport, Instant, TaskReport> change) {
        Instant now = ports.clock().instant();
        return updates.apply(workflowRun, task -> {
            TaskReport report = task.report();
            return report == null
                    ? new Refused(task)
                    : task.progress(workflowRun.run(), change.apply(report, now), now);
        });
    }

    /** The result of the start gate. */
    sealed interface GateResult {

        /** The attempt may act. */
        record Granted(Task task, Lease lease) implements GateResult {}

        /** The attempt must end without acting. */
        record Refused(String reason) implements GateResult {}
    }
}
