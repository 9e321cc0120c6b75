package com.example.ownwork;

import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.application.port.TaskEvents.TaskEvent.StatusChanged;
import io.nicotask.application.worker.BeginExternalTask;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.ReportStopped;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Carries out tasks by itself, without an engine: here, people who go to the rack. */
final class Technicians {

    private final BeginExternalTask begin;
    private final FinishTask finish;
    private final ReportStopped reportStopped;
    private final Set<TaskId> toDo = ConcurrentHashMap.newKeySet();

    Technicians(NicoTasks tasks) {
        Ports ports = tasks.backgroundPorts();
        begin = BeginExternalTask.using(ports);
        finish = FinishTask.ofExternalWorkflows(ports);
        reportStopped = ReportStopped.using(ports);
    }

    /** Called for each event of the feed. */
    void react(TaskEvent event) {
        if (event instanceof StatusChanged change) {
            switch (change.to()) {
                case PENDING -> toDo.add(change.task());
                case TERMINATED -> toDo.remove(change.task()); // cancelled: they leave the rack
                case WAITING, RUNNING, SUCCEEDED, FAILED -> {}
            }
        }
    }

    /** The tasks that technicians work on, or may take. */
    Set<TaskId> toDo() {
        return Set.copyOf(toDo);
    }

    /** A technician takes the task. */
    boolean begins(WorkflowRunRef run) {
        return switch (begin.begin(run)) {
            case BeginTask.Result.Passed passed -> true;
            case BeginTask.Result.Refused(var reason) -> false; // cancelled, or begun by another run
        };
    }

    /** The work is done. */
    boolean finishes(WorkflowRunRef run) {
        return switch (finish.finish(run, new WorkResult.Success())) {
            case FinishTask.Result.Finished() -> true;
            case FinishTask.Result.TooLate(var reason) -> false; // the task was cancelled meanwhile
        };
    }

    /** The technician has left the rack: now, and not before, the next task may have it. */
    void leaves(WorkflowRunRef run) {
        if (reportStopped.report(run) instanceof ReportStopped.Result.Refused(var reason)) {
            throw new IllegalStateException(reason);
        }
    }

    static WorkflowRunRef runOf(SiteId site, TaskId task) {
        return new WorkflowRunRef(site, task, new WorkflowRunId(UUID.randomUUID().toString()));
    }
}
