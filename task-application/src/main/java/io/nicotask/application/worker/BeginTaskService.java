package io.nicotask.application.worker;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentType;
import java.util.Optional;

final class BeginTaskService implements BeginTask {

    private final StartGate startGate;
    private final OperationRules rules;
    private final RackHardware hardware;

    BeginTaskService(Ports ports, OperationRules rules, RackHardware hardware) {
        this.startGate = new StartGate(ports);
        this.rules = rules;
        this.hardware = hardware;
    }

    @Override
    public BeginTask.Result begin(WorkflowRunRef workflowRun) {
        return startGate.pass(workflowRun, task -> plan(workflowRun, task.spec()));
    }

    /** A pinned rule existed when the task was submitted, but may have been removed since. */
    private BeginTask.Result plan(WorkflowRunRef workflowRun, TaskSpec spec) {
        return ruleOf(spec)
                .map(rule -> plan(workflowRun, spec, rule))
                .orElseGet(
                        () -> startGate.failTask(workflowRun, "The operation rule of the task is not there any more"));
    }

    private BeginTask.Result plan(WorkflowRunRef workflowRun, TaskSpec spec, OperationRule rule) {
        TaskReport report = reportOf(spec, rule);
        return startGate.writePlan(workflowRun, (task, at) -> task.plan(workflowRun.run(), rule.id(), report, at));
    }

    private Optional<OperationRule> ruleOf(TaskSpec spec) {
        return spec.rule() == null ? Optional.of(rules.defaultFor(spec.operation())) : rules.find(spec.rule());
    }

    private TaskReport reportOf(TaskSpec spec, OperationRule rule) {
        return TaskReport.planned(rule.stages().stream()
                .map(steps -> steps.stream()
                        .map(step -> Step.planned(step.type(), count(spec, step.type())))
                        .toList())
                .toList());
    }

    private int count(TaskSpec spec, ComponentType type) {
        return spec.components().isWholeRack()
                ? hardware.components(spec.rack(), type).size()
                : spec.components().idsOf(type).size();
    }
}
