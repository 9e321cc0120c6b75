package io.nicotask.application.worker;

import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.report.Progress;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Passes the start gate and acquires the lease in one transaction, executes the stage, and releases the lease. */
final class ExecuteStageService implements ExecuteStage {

    private final Ports ports;
    private final OperationRules rules;
    private final RackHardware hardware;
    private final MonotonicClock clock;

    ExecuteStageService(Ports ports, OperationRules rules, RackHardware hardware, MonotonicClock clock) {
        this.ports = ports;
        this.rules = rules;
        this.hardware = hardware;
        this.clock = clock;
    }

    @Override
    public ExecuteStageResult execute(WorkflowRunRef workflowRun, int number, Heartbeat heartbeat) {
        StageProgressWriter progress = new StageProgressWriter(ports, workflowRun, number);
        Duration requestedAt = clock.elapsed();
        return switch (progress.passGate()) {
            case StageProgressWriter.GateResult.Refused refused -> new ExecuteStageResult.Refused(refused.reason());
            case StageProgressWriter.GateResult.Granted granted -> {
                FencedHardware fenced =
                        new FencedHardware(hardware, ports.leases(), clock, granted.lease(), requestedAt);
                try {
                    yield executeSteps(granted.task(), progress, fenced, heartbeat);
                } catch (LeaseExpired | StaleFencingToken superseded) {
                    yield new ExecuteStageResult.HandedOver(String.valueOf(superseded.getMessage()));
                } finally {
                    progress.releaseLease(granted.lease());
                }
            }
        };
    }

    private ExecuteStageResult executeSteps(
            Task task, StageProgressWriter progress, FencedHardware fenced, Heartbeat heartbeat) {
        Stage stage = progress.stageOf(task);
        String earlierError = stage.progress().error();
        if (earlierError != null) {
            return new ExecuteStageResult.Failed(earlierError);
        }
        OperationRule rule = ruleOf(task);
        List<StepExecution> steps = stage.steps().stream()
                .filter(step -> step.progress().status() == Progress.Status.RUNNING)
                .map(step -> stepOf(task, rule, stage.number(), step, fenced.lease(), progress.workflowRun()))
                .toList();
        return new StageExecutor(fenced, progress, heartbeat, ports.clock()).run(steps);
    }

    private StepExecution stepOf(
            Task task, OperationRule rule, int stage, Step step, Lease lease, WorkflowRunRef workflowRun) {
        TaskSpec spec = task.spec();
        Instant startedAt = Objects.requireNonNull(step.progress().startedAt());
        HardwareCommand command = new HardwareCommand(
                task.id(),
                workflowRun.run(),
                lease.number(),
                lease.fencingToken(),
                spec.rack(),
                spec.operation(),
                stage,
                step.type(),
                componentsOf(spec, step),
                1);
        return StepExecution.of(rule.step(stage, step.type()), command, startedAt);
    }

    private Set<ComponentId> componentsOf(TaskSpec spec, Step step) {
        return spec.components().isWholeRack()
                ? hardware.components(spec.rack(), step.type())
                : spec.components().idsOf(step.type());
    }

    private OperationRule ruleOf(Task task) {
        return Objects.requireNonNull(
                rules.find(Objects.requireNonNull(task.spec().rule())).orElse(null));
    }
}
