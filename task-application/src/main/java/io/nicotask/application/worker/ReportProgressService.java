package io.nicotask.application.worker;

import io.nicotask.application.port.Ports;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class ReportProgressService implements ReportProgress {

    private final Ports ports;
    private final WorkerTaskUpdates updates;

    ReportProgressService(Ports ports) {
        this.ports = ports;
        this.updates = new WorkerTaskUpdates(ports);
    }

    /** Takes the task's lock only if there is something to write. */
    @Override
    public ReportProgress.Result report(WorkflowRunRef workflowRun, @Nullable TaskReport report) {
        Function<Task, Transition> progress =
                task -> task.progress(workflowRun.run(), report, ports.clock().instant());
        return updates.find(workflowRun)
                .map(progress)
                .flatMap(transition ->
                        transition instanceof Applied ? updates.apply(workflowRun, progress) : Optional.of(transition))
                .map(ReportProgressService::resultOf)
                .orElseGet(() -> new ReportProgress.Result.MustStop("There is no such task"));
    }

    private static ReportProgress.Result resultOf(Transition transition) {
        return switch (transition) {
            case Applied applied -> new ReportProgress.Result.MayContinue(applied.task());
            case AlreadyApplied already -> new ReportProgress.Result.MayContinue(already.task());
            case Refused refused -> new ReportProgress.Result.MustStop(reasonOf(refused.task()));
        };
    }

    private static String reasonOf(Task task) {
        return task + (task.status().isTerminal() ? " has ended" : " was not begun by this run");
    }
}
