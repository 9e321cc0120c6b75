package io.nicotask.application.worker;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Passes the start gate and acquires the lease in one transaction, executes the stage, and releases the lease. */
final class ExecuteStageService implements ExecuteStage {

    private final Ports ports;
    private final OperationRules rules;
    private final RackHardware hardware;
    private final ProcessLease process;
    private final DrainObserver observer;

    ExecuteStageService(Ports ports, OperationRules rules, RackHardware hardware, ProcessLease process) {
        this.ports = ports;
        this.rules = rules;
        this.hardware = hardware;
        this.process = process;
        this.observer = new DrainObserver(ports, hardware);
    }

    @Override
    public ExecuteStage.Result execute(WorkflowRunRef workflowRun, int number, Heartbeat heartbeat) {
        StageProgressWriter progress = new StageProgressWriter(ports, rules, workflowRun, number);
        Map<Lease, RackId> acquired = new LinkedHashMap<>();
        SharedLease shared = process.join();
        try {
            return switch (progress.passGate(shared.process(), acquired::put)) {
                case StageProgressWriter.GateResult.Refused refused ->
                    new ExecuteStage.Result.Refused(refused.reason());
                case StageProgressWriter.GateResult.Granted granted -> {
                    FencedHardware fenced = new FencedHardware(hardware, process, shared, granted.lease());
                    yield observed(workflowRun, executeSteps(granted, progress, fenced, heartbeat));
                }
            };
        } catch (LeaseExpired | StaleFencingToken superseded) {
            return new ExecuteStage.Result.HandedOver(String.valueOf(superseded.getMessage()));
        } finally {
            acquired.forEach((lease, rack) -> process.release(() -> progress.releaseLease(rack, lease)));
            shared.leave();
        }
    }

    /** An attempt whose task has ended is the first observer of its steps. */
    private ExecuteStage.Result observed(WorkflowRunRef workflowRun, ExecuteStage.Result result) {
        if (result instanceof ExecuteStage.Result.Refused) {
            observer.observeOnce(workflowRun);
        }
        return result;
    }

    private ExecuteStage.Result executeSteps(
            StageProgressWriter.GateResult.Granted granted,
            StageProgressWriter progress,
            FencedHardware fenced,
            Heartbeat heartbeat) {
        Task task = granted.task();
        Stage stage = progress.stageOf(task);
        String earlierError = stage.progress().error();
        if (earlierError != null) {
            return new ExecuteStage.Result.Failed(earlierError);
        }
        List<StepExecution> steps = progress.runningSteps(task).stream()
                .map(step -> stepOf(
                        task, granted.rule().step(stage.number(), step.type()), step, stage.number(), fenced.lease()))
                .toList();
        return new StageExecutor(fenced, progress, heartbeat, ports.clock()).run(steps);
    }

    private StepExecution stepOf(Task task, OperationRule.Step rule, Step step, int stage, Lease lease) {
        HardwareCommand command = new HardwareCommand(
                task.id(),
                Objects.requireNonNull(task.state().runOrNull()).id(),
                lease.number(),
                lease.fencingToken(),
                task.spec().rack(),
                task.spec().operation(),
                stage,
                step.type(),
                StepExecution.componentsOf(task.spec(), step.type(), hardware),
                rule.interruptPolicy(),
                1);
        return StepExecution.of(
                rule, command, Objects.requireNonNull(step.progress().startedAt()));
    }
}
