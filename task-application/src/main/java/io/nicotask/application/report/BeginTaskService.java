package io.nicotask.application.report;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;

final class BeginTaskService implements BeginTask {

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
    public BeginTaskResult begin(Attempt attempt) {
        return writes.apply(
                        attempt, task -> task.start(attempt.run(), ports.clock().instant()))
                .map(gate -> afterGate(attempt, gate))
                .orElseGet(() -> new BeginTaskResult.TurnedAway("There is no such task"));
    }

    private BeginTaskResult afterGate(Attempt attempt, Transition gate) {
        return switch (gate) {
            case Applied applied -> planned(attempt, applied.task());
            case AlreadyApplied already -> planned(attempt, already.task());
            case Refused refused -> new BeginTaskResult.TurnedAway(refused.task() + " does not begin again");
        };
    }

    /** The plan is made outside the gate's transaction, as the hardware is asked for it. */
    private BeginTaskResult planned(Attempt attempt, Task task) {
        if (task.report() != null) {
            return new BeginTaskResult.Passed(task.report().stages().size());
        }
        TaskReport plan = planFor(task.request());
        return writes.apply(attempt, now -> first(now, attempt, plan))
                .map(told -> afterPlan(told, plan))
                .orElseGet(() -> new BeginTaskResult.TurnedAway("There is no such task"));
    }

    /** A plan that comes late leaves the report that an attempt of the same run has begun meanwhile. */
    private Transition first(Task task, Attempt attempt, TaskReport plan) {
        TaskReport kept = task.report();
        return task.progress(
                attempt.run(), kept == null ? plan : kept, ports.clock().instant());
    }

    private static BeginTaskResult afterPlan(Transition told, TaskReport plan) {
        return switch (told) {
            case Applied applied -> new BeginTaskResult.Passed(plan.stages().size());
            case AlreadyApplied already ->
                new BeginTaskResult.Passed(plan.stages().size());
            case Refused refused -> new BeginTaskResult.TurnedAway(refused.task() + " ended while it began");
        };
    }

    private TaskReport planFor(TaskRequest request) {
        RackId rack = request.rack();
        return TaskReport.planned(rules.planFor(request).stages().stream()
                .map(types -> types.stream()
                        .map(type -> Step.planned(type, hardware.count(rack, type)))
                        .toList())
                .toList());
    }
}
