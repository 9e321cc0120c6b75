package com.example.ownwork;

import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.application.port.TaskEvents.TaskEvent.StatusChanged;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.ReportProgress.Result.MayContinue;
import io.nicotask.application.worker.ReportProgress.Result.MustStop;
import io.nicotask.application.worker.ReportStopped;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Carries out tasks by itself, without an engine: here, a crew of people who go to one rack after the other. */
final class Technicians implements Runnable {

    static final int TRAYS = 18;

    private final WorkflowRunId crew;
    private final TaskEvents events;
    private final ExternalWorkflowUseCases work;
    private final Semaphore changes;
    private final TrayWork trays;
    private long position;

    /**
     * Creates a crew.
     *
     * @param crew its name, which it has again after a restart
     * @param changes released when there may be events
     */
    Technicians(
            String crew, TaskEvents events, ExternalWorkflowUseCases work, Semaphore changes, TrayWork trays) {
        this.crew = new WorkflowRunId(crew);
        this.events = events;
        this.work = work;
        this.changes = changes;
        this.trays = trays;
    }

    /** The work on one tray, which is not interrupted. */
    interface TrayWork {
        void doAt(RackId rack, int tray);
    }

    /** Runs until its thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                readNext();
                changes.tryAcquire(1, TimeUnit.SECONDS); // changes of other processes wake no one here
                changes.drainPermits();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Carries out what is new. After a restart it reads all events again, and each report may be repeated. */
    void readNext() {
        for (TaskEvent event : events.after(position, 100)) {
            if (event instanceof StatusChanged change) {
                switch (change.to()) {
                    case PENDING -> carryOut(change);
                    case WAITING, RUNNING, SUCCEEDED, FAILED, TERMINATED -> {}
                }
            }
            position = event.position();
        }
    }

    private void carryOut(StatusChanged pending) {
        WorkflowRunRef run = new WorkflowRunRef(pending.site(), pending.task(), crew);
        if (begins(run)) {
            workAt(pending.rack(), run);
        }
        leaves(run);
    }

    private boolean begins(WorkflowRunRef run) {
        return switch (work.begin().begin(run)) {
            case BeginTask.Result.Passed passed -> true; // also when this crew has begun it before a restart
            case BeginTask.Result.Refused(var reason) -> false; // it has ended, or another crew has begun it
        };
    }

    /** Asks before each tray: a cancel lets the crew finish the one on which it works. */
    private void workAt(RackId rack, WorkflowRunRef run) {
        Optional<Task> running = mayContinue(run, null);
        while (running.isPresent() && done(running.get()) < TRAYS) {
            int done = done(running.get());
            trays.doAt(rack, done);
            running = mayContinue(run, report(running.get(), done + 1));
        }
        if (running.isPresent()) {
            finish(run);
        }
    }

    /** Returns the task as it is stored, or empty when the crew must stop. */
    private Optional<Task> mayContinue(WorkflowRunRef run, TaskReport report) {
        return switch (work.progress().report(run, report)) {
            case MayContinue(var task) -> Optional.of(task);
            case MustStop(var reason) -> Optional.empty(); // the task was cancelled
        };
    }

    /** The whole report: one stage with one step, which has begun with the run. */
    private static TaskReport report(Task task, int done) {
        return TaskReport.planned(List.of(List.of(Step.planned(ComponentType.COMPUTE, TRAYS))))
                .beginStage(1, task.state().runOrNull().startedAt())
                .withCounters(1, ComponentType.COMPUTE, done, 0);
    }

    private static int done(Task task) {
        return task.report().stages().getFirst().steps().getFirst().succeeded();
    }

    private void finish(WorkflowRunRef run) {
        switch (work.finish().finish(run, new WorkResult.Success())) {
            case FinishTask.Result.Finished() -> {}
            case FinishTask.Result.TooLate(var reason) -> {} // the task was cancelled meanwhile
        }
    }

    /** The crew has left the rack: now, and not before, the next task may have it. */
    private void leaves(WorkflowRunRef run) {
        switch (work.stopped().report(run)) {
            case ReportStopped.Result.Stopped() -> {}
            case ReportStopped.Result.Refused(var reason) -> {} // another crew has begun it
        }
    }
}
