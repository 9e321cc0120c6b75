package io.nicotask.application.report;

import io.nicotask.application.port.LeaseLapsed;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.Progress;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport.Stage;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Passes the gate and takes the lease in one transaction, works, and gives the lease back. */
final class PerformStageService implements PerformStage {

    private final Ports ports;
    private final OperationRules rules;
    private final RackHardware hardware;
    private final Stopwatch stopwatch;

    PerformStageService(Ports ports, OperationRules rules, RackHardware hardware, Stopwatch stopwatch) {
        this.ports = ports;
        this.rules = rules;
        this.hardware = hardware;
        this.stopwatch = stopwatch;
    }

    @Override
    public PerformStageResult perform(Attempt attempt, int number, Heartbeat heartbeat) {
        StageReport report = new StageReport(ports, attempt, number);
        Duration asked = stopwatch.elapsed();
        return switch (report.begin()) {
            case StageReport.Begun.Refused refused -> new PerformStageResult.TurnedAway(refused.why());
            case StageReport.Begun.Granted granted -> {
                LeasedHardware leased = new LeasedHardware(hardware, ports.leases(), stopwatch, granted.lease(), asked);
                try {
                    yield perform(granted.task(), report, leased, heartbeat);
                } catch (LeaseLapsed | SupersededEpoch tooLate) {
                    yield new PerformStageResult.Left(String.valueOf(tooLate.getMessage()));
                } finally {
                    report.end(granted.lease());
                }
            }
        };
    }

    private PerformStageResult perform(Task task, StageReport report, LeasedHardware leased, Heartbeat heartbeat) {
        Stage stage = report.stageOf(task);
        String earlierError = stage.progress().error();
        if (earlierError != null) {
            return new PerformStageResult.Broken(earlierError);
        }
        OperationRule rule = ruleOf(task);
        List<StepWork> steps = stage.steps().stream()
                .filter(step -> step.progress().status() == Progress.Status.RUNNING)
                .map(step -> stepOf(task, rule, stage.number(), step, leased.lease(), report.attempt()))
                .toList();
        return new StageWork(leased, report, heartbeat, ports.clock()).run(steps);
    }

    private StepWork stepOf(Task task, OperationRule rule, int stage, Step step, Lease lease, Attempt attempt) {
        TaskRequest request = task.request();
        Instant startedAt = Objects.requireNonNull(step.progress().startedAt());
        Order order = new Order(
                task.id(),
                attempt.run(),
                lease.number(),
                lease.epoch(),
                request.rack(),
                request.operation(),
                stage,
                step.type(),
                componentsOf(request, step),
                1);
        return StepWork.of(rule.step(stage, step.type()), order, startedAt);
    }

    private Set<ComponentId> componentsOf(TaskRequest request, Step step) {
        return request.components().isWholeRack()
                ? hardware.components(request.rack(), step.type())
                : request.components().of(step.type());
    }

    private OperationRule ruleOf(Task task) {
        return Objects.requireNonNull(
                rules.find(Objects.requireNonNull(task.request().rule())).orElse(null));
    }
}
