package io.nicotask.application.report;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskRequest;
import java.util.Optional;

final class BeginTaskService implements BeginTask {

    private final Gate gate;
    private final OperationRules rules;
    private final RackHardware hardware;

    BeginTaskService(Ports ports, OperationRules rules, RackHardware hardware) {
        this.gate = new Gate(ports);
        this.rules = rules;
        this.hardware = hardware;
    }

    @Override
    public BeginTaskResult begin(Attempt attempt) {
        return gate.pass(attempt, task -> planned(attempt, task.request()));
    }

    /** A pinned rule was there when the task was submitted. */
    private BeginTaskResult planned(Attempt attempt, TaskRequest request) {
        return ruleOf(request)
                .map(rule -> planned(attempt, request, rule))
                .orElseGet(() -> gate.failed(attempt, "The operation rule of the task is not there any more"));
    }

    private BeginTaskResult planned(Attempt attempt, TaskRequest request, OperationRule rule) {
        TaskReport report = reportOf(request, rule);
        return gate.keep(attempt, (task, at) -> task.plan(attempt.run(), rule.id(), report, at));
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
}
