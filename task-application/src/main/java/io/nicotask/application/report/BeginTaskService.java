package io.nicotask.application.report;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

final class BeginTaskService implements BeginTask {

    private static final TaskReport OPAQUE_WORK =
            TaskReport.planned(List.of(List.of(Step.planned(ComponentType.UNKNOWN, 1))));

    private final Ports ports;
    private final TaskWrites writes;
    private final OperationRules rules;
    private final RackHardware hardware;

    BeginTaskService(Ports ports, OperationRules rules, RackHardware hardware) {
        this.ports = ports;
        this.writes = new TaskWrites(ports);
        this.rules = rules;
        this.hardware = hardware;
    }

    @Override
    public BeginTaskResult begin(Attempt attempt, Plan plan) {
        return writes.apply(
                        attempt, task -> task.start(attempt.run(), ports.clock().instant()))
                .map(gate -> afterGate(attempt, plan, gate))
                .orElseGet(BeginTaskService::noSuchTask);
    }

    private BeginTaskResult afterGate(Attempt attempt, Plan plan, Transition gate) {
        return switch (gate) {
            case Applied applied -> planned(attempt, plan, applied.task());
            case AlreadyApplied already -> planned(attempt, plan, already.task());
            case Refused refused -> new BeginTaskResult.TurnedAway(refused.task() + " does not begin again");
        };
    }

    private BeginTaskResult planned(Attempt attempt, Plan plan, Task task) {
        if (task.report() != null) {
            return passed(task);
        }
        return switch (plan) {
            case OPAQUE -> told(writes.apply(attempt, now -> opaque(now, attempt)));
            case BY_RULE ->
                ruleOf(task.request()).map(rule -> byRule(attempt, task, rule)).orElseGet(() -> withoutRule(attempt));
        };
    }

    private Transition opaque(Task task, Attempt attempt) {
        return task.report() == null
                ? task.progress(attempt.run(), OPAQUE_WORK.beginStage(1, at()), at())
                : new AlreadyApplied(task);
    }

    /** The plan is made outside the gate's transaction, as the hardware is asked for it. */
    private BeginTaskResult byRule(Attempt attempt, Task task, OperationRule rule) {
        TaskReport report = reportOf(task.request(), rule);
        return told(writes.apply(attempt, now -> now.plan(attempt.run(), rule.id(), report, at())));
    }

    /** A pinned rule was there when the task was submitted. */
    private BeginTaskResult withoutRule(Attempt attempt) {
        String error = "The operation rule of the task is not there any more";
        writes.end(attempt, task -> task.fail(attempt.run(), error, at()));
        return new BeginTaskResult.TurnedAway(error);
    }

    private static BeginTaskResult told(Optional<Transition> answer) {
        return answer.map(told -> switch (told) {
                    case Applied applied -> passed(applied.task());
                    case AlreadyApplied already -> passed(already.task());
                    case Refused refused -> new BeginTaskResult.TurnedAway(refused.task() + " ended while it began");
                })
                .orElseGet(BeginTaskService::noSuchTask);
    }

    private static BeginTaskResult passed(Task task) {
        return new BeginTaskResult.Passed(
                Objects.requireNonNull(task.report()).stages().size());
    }

    private static BeginTaskResult noSuchTask() {
        return new BeginTaskResult.TurnedAway("There is no such task");
    }

    private Optional<OperationRule> ruleOf(TaskRequest request) {
        return request.rule() == null ? Optional.of(rules.defaultFor(request.operation())) : rules.find(request.rule());
    }

    private TaskReport reportOf(TaskRequest request, OperationRule rule) {
        return TaskReport.planned(rule.stages().stream()
                .map(steps -> steps.stream()
                        .map(step -> Step.planned(step.type(), count(request, step.type())))
                        .toList())
                .toList());
    }

    private int count(TaskRequest request, ComponentType type) {
        return request.components().isWholeRack()
                ? hardware.components(request.rack(), type).size()
                : request.components().of(type).size();
    }

    private Instant at() {
        return ports.clock().instant();
    }
}
