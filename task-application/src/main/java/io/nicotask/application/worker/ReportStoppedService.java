package io.nicotask.application.worker;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.Change.WorkflowClosed;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.util.List;

final class ReportStoppedService implements ReportStopped {

    private final Ports ports;
    private final RackScheduler scheduler;

    ReportStoppedService(Ports ports) {
        this.ports = ports;
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
    }

    @Override
    public ReportStopped.Result report(WorkflowRunRef workflowRun) {
        return ports.access()
                .forSystem(workflowRun.site())
                .flatMap(scope -> ports.tasks()
                        .find(scope, workflowRun.task())
                        .map(TaskView::task)
                        .map(task -> report(scope, task, workflowRun)))
                .orElseGet(() -> new ReportStopped.Result.Refused("There is no such task"));
    }

    /** A task that has ended is read without a lock, because it no longer changes. */
    private ReportStopped.Result report(TaskScope scope, Task task, WorkflowRunRef workflowRun) {
        if (!task.status().isTerminal()) {
            return new ReportStopped.Result.Refused(task + " has not ended");
        }
        WorkflowRun begun = task.state().runOrNull();
        if (begun != null && !begun.id().equals(workflowRun.run())) {
            return new ReportStopped.Result.Refused(task + " was begun by another run");
        }
        RackId id = task.spec().rack();
        ports.storage()
                .decideOnRack(
                        scope,
                        id,
                        rack -> scheduler
                                .scheduleClosed(id, rack, task.id(), Duration.ZERO)
                                .asDecision()
                                .after(List.of(new WorkflowClosed(task.id(), Duration.ZERO))));
        return new ReportStopped.Result.Stopped();
    }
}
