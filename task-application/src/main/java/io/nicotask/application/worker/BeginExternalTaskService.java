package io.nicotask.application.worker;

import io.nicotask.application.port.Ports;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.value.ComponentType;
import java.time.Instant;
import java.util.List;

final class BeginExternalTaskService implements BeginTask {

    private static final TaskReport PLANNED_REPORT =
            TaskReport.planned(List.of(List.of(Step.planned(ComponentType.UNKNOWN, 1))));

    private final StartGate startGate;

    BeginExternalTaskService(Ports ports) {
        this.startGate = new StartGate(ports);
    }

    @Override
    public Result begin(WorkflowRunRef workflowRun) {
        return startGate.pass(
                workflowRun,
                task -> startGate.writePlan(workflowRun, (current, at) -> beginReport(current, workflowRun, at)));
    }

    /** The same run may call twice concurrently; keeps the report of the first call. */
    private static Transition beginReport(Task task, WorkflowRunRef workflowRun, Instant at) {
        TaskReport current = task.report();
        return task.progress(workflowRun.run(), current == null ? PLANNED_REPORT.beginStage(1, at) : current, at);
    }
}
