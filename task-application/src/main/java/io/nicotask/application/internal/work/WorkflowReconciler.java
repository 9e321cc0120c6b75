package io.nicotask.application.internal.work;

import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackOccupancy;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkItem;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Repairs what no event announces: ends an open task whose workflow has closed or is missing. The relay handles the
 * reverse case, a terminal task with an open workflow, because every transaction that ends a task requests its stop.
 */
public final class WorkflowReconciler {

    /** The interval between checks of an open task's workflow. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final int NOT_FOUND_THRESHOLD = 2;

    private static final ChangeCause RECONCILER = ChangeCause.of(Actor.system("sweep"));

    private final Ports ports;
    private final TaskStorage storage;
    private final WorkflowMonitor monitor;
    private final WorkflowEngine engine;
    private final SiteHealthAlarm alarm;
    private final EngineCircuitBreakers breakers;

    public WorkflowReconciler(Ports ports, WorkflowEngine engine, EngineCircuitBreakers breakers) {
        this.ports = ports;
        this.storage = ports.storage();
        this.monitor = ports.monitor();
        this.engine = engine;
        this.alarm = new SiteHealthAlarm(monitor);
        this.breakers = breakers;
    }

    /** Checks the workflow of a task; the check of an ended task is done. */
    Outcome check(WorkItem item) {
        return ports.access()
                .forSystem(item.site())
                .flatMap(scope -> ports.tasks()
                        .find(scope, item.task())
                        .map(TaskView::task)
                        .filter(task -> !task.status().isTerminal())
                        .flatMap(task ->
                                monitor.find(item.task()).map(workflow -> new Check(item, workflow, scope, task))))
                .map(this::check)
                .orElseGet(Outcome.Done::new);
    }

    /** A description from another namespace than that of the start says nothing about the task. */
    private Outcome check(Check check) {
        WorkItem item = check.item();
        WorkflowDescription description = breakers.call(item.site(), () -> engine.describe(item.site(), item.task()));
        if (!description.namespace().equals(check.workflow().namespace())) {
            return missing(check, monitor.recordWrongNamespace(item, INTERVAL));
        }
        return switch (description) {
            case WorkflowDescription.Open open -> found(check);
            case WorkflowDescription.Closed closed -> checkClosed(check, closed);
            case WorkflowDescription.NotFound missing -> checkNotFound(check, missing);
        };
    }

    private Outcome found(Check check) {
        requireClaim(check, monitor.recordCheck(check.item(), 0, INTERVAL));
        alarm.checkIfRaised(check.item().site());
        return new Outcome.Settled();
    }

    private Outcome missing(Check check, boolean held) {
        requireClaim(check, held);
        alarm.check(check.item().site());
        return new Outcome.Settled();
    }

    private static void requireClaim(Check check, boolean held) {
        if (!held) {
            throw new LeaseExpired("Another process may hold " + check.item());
        }
    }

    /** The end of a run that did not pass the gate says nothing about the run that did, as long as an attempt acts. */
    private Outcome checkClosed(Check check, WorkflowDescription.Closed closed) {
        TaskClosure closure = TaskClosure.matching(closed);
        return storage.decideOnRack(
                check.scope(),
                check.rack(),
                rack -> hasOtherRun(check, rack, closed.run())
                        ? endUnlessActing(check, rack, 0, closure)
                        : end(check, rack, closure));
    }

    private static boolean hasOtherRun(Check check, RackOccupancy rack, WorkflowRunId run) {
        return rack.task(check.task().id())
                .map(task -> task.state().runOrNull())
                .filter(passed -> !passed.id().equals(run))
                .isPresent();
    }

    /**
     * Missing alone never ends a task: the workflow must not be found twice, while no attempt of the task acts and few
     * other workflows are missing; many missing workflows mean that the engine is not the right one.
     */
    private Outcome checkNotFound(Check check, WorkflowDescription.NotFound notFound) {
        if (notFound.engineIsVolatile()) {
            return end(check, TaskClosure.failure("Workflow was lost when its embedded engine restarted"));
        }
        int notFoundCount = check.workflow().notFoundCount() + 1;
        if (notFoundCount < NOT_FOUND_THRESHOLD) {
            return missing(check, monitor.recordCheck(check.item(), notFoundCount, INTERVAL));
        }
        TaskClosure closure = TaskClosure.failure("Workflow is unknown to its engine");
        Outcome outcome = storage.decideOnMissing(
                check.scope(),
                check.rack(),
                snapshot -> snapshot.missing().mayBeTooMany()
                        ? checkedAgain(check, notFoundCount)
                        : endUnlessActing(check, snapshot.rack(), notFoundCount, closure));
        alarm.check(check.item().site());
        return outcome;
    }

    /** An attempt that renews its lease is working, whatever the engine says. */
    private Decision<Outcome> endUnlessActing(Check check, RackOccupancy rack, int notFoundCount, TaskClosure closure) {
        TaskId id = check.task().id();
        return rack.isActing(id) ? checkedAgain(check, notFoundCount) : end(check, rack, closure);
    }

    private static Decision<Outcome> checkedAgain(Check check, int notFoundCount) {
        return Decision.of(new Outcome.Settled(), new WorkflowChecked(check.item(), notFoundCount, INTERVAL));
    }

    private Outcome end(Check check, TaskClosure closure) {
        return storage.decideOnRack(check.scope(), check.rack(), rack -> end(check, rack, closure));
    }

    private Decision<Outcome> end(Check check, RackOccupancy rack, TaskClosure closure) {
        List<Change> changes = new ArrayList<>();
        changes.add(new WorkCompleted(check.item()));
        rack.task(check.task().id())
                .flatMap(task -> closure.applyTo(task, ports.clock().instant())
                        .map(ended -> TaskChanged.of(task, ended, RECONCILER)))
                .ifPresent(changes::add);
        return new Decision<>(new Outcome.Settled(), changes);
    }

    /** A check of the workflow of an open task. */
    private record Check(WorkItem item, MonitoredWorkflow workflow, TaskScope scope, Task task) {

        RackId rack() {
            return task.spec().rack();
        }
    }
}
