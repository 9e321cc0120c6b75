package io.nicotask.application.internal.work;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.MonitoringStopped;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackOccupancy;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.WorkflowRun;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

    private static final Logger LOG = System.getLogger(WorkflowReconciler.class.getName());
    private static final ChangeCause RECONCILER = ChangeCause.of(Actor.system("sweep"));

    private final Ports ports;
    private final TaskStorage storage;
    private final WorkflowMonitor monitor;
    private final WorkflowEngine engine;
    private final SiteHealthAlarm alarm;
    private final EngineCircuitBreakers breakers;

    public WorkflowReconciler(Ports ports, WorkflowMonitor monitor, WorkflowEngine engine) {
        this(ports, monitor, engine, new EngineCircuitBreakers(ports.clock()));
    }

    /**
     * Creates a reconciler that shares circuit breakers with other clients of the engines.
     *
     * @param breakers the circuit breakers
     */
    public WorkflowReconciler(
            Ports ports, WorkflowMonitor monitor, WorkflowEngine engine, EngineCircuitBreakers breakers) {
        this.ports = ports;
        this.storage = ports.storage();
        this.monitor = monitor;
        this.engine = engine;
        this.alarm = new SiteHealthAlarm(monitor);
        this.breakers = breakers;
    }

    /**
     * Claims workflows that are due, and returns their checks for the caller to run, each independent of the others.
     *
     * @param limit the maximum number of claims
     */
    public List<Runnable> claimDue(int limit) {
        return monitor.claimDue(limit, OutboxRelay.LEASE).stream()
                .<Runnable>map(workflow -> () -> check(workflow))
                .toList();
    }

    private void check(MonitoredWorkflow workflow) {
        if (!breakers.permitsCall(workflow.site())) {
            postpone(workflow);
            return;
        }
        try {
            checkWorkflow(workflow);
        } catch (LeaseExpired expired) {
            LOG.log(Level.DEBUG, () -> "The lease has expired: " + workflow, expired);
        } catch (WorkflowEngineUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> "The engine did not respond for " + workflow, unavailable);
            postpone(workflow);
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, () -> "Could not check " + workflow, unexpected);
            postpone(workflow);
        }
    }

    private void postpone(MonitoredWorkflow workflow) {
        logIfExpired(workflow, monitor.postpone(workflow, INTERVAL));
    }

    private static void logIfExpired(MonitoredWorkflow workflow, boolean held) {
        if (!held) {
            LOG.log(Level.DEBUG, () -> "The lease has expired: " + workflow);
        }
    }

    private void checkWorkflow(MonitoredWorkflow workflow) {
        ports.access()
                .forSystem(workflow.site())
                .flatMap(scope -> ports.tasks()
                        .find(scope, workflow.task())
                        .map(TaskView::task)
                        .filter(task -> !task.status().isTerminal())
                        .map(task -> new Check(workflow, scope, task)))
                .ifPresentOrElse(this::checkWorkflow, () -> logIfExpired(workflow, monitor.stopMonitoring(workflow)));
    }

    /** A description from another namespace than that of the start says nothing about the task. */
    private void checkWorkflow(Check check) {
        MonitoredWorkflow workflow = check.workflow();
        WorkflowDescription description =
                breakers.call(workflow.site(), () -> engine.describe(workflow.site(), workflow.task()));
        if (!description.namespace().equals(workflow.namespace())) {
            logIfExpired(workflow, monitor.recordWrongNamespace(workflow, INTERVAL));
            alarm.check(workflow.site());
            return;
        }
        switch (description) {
            case WorkflowDescription.Open open -> {
                logIfExpired(workflow, monitor.recordCheck(workflow, 0, INTERVAL));
                alarm.checkIfRaised(workflow.site());
            }
            case WorkflowDescription.Closed closed -> checkClosed(check, closed);
            case WorkflowDescription.NotFound missing -> checkNotFound(check, missing);
        }
    }

    /** The end of a run that did not pass the gate says nothing about the run that did, as long as an attempt acts. */
    private void checkClosed(Check check, WorkflowDescription.Closed closed) {
        TaskClosure closure = TaskClosure.matching(closed);
        if (isOtherRun(check.task(), closed.run())) {
            storage.decideOnRack(check.scope(), check.rack(), rack -> endUnlessActing(check, rack, 0, closure));
        } else {
            end(check, closure);
        }
    }

    private static boolean isOtherRun(Task task, WorkflowRunId run) {
        WorkflowRun passed = task.state().runOrNull();
        return passed != null && !passed.id().equals(run);
    }

    /**
     * Missing alone never ends a task: the workflow must not be found twice, while no attempt of the task acts and few
     * other workflows are missing; many missing workflows mean that the engine is not the right one.
     */
    private void checkNotFound(Check check, WorkflowDescription.NotFound notFound) {
        if (notFound.engineIsVolatile()) {
            end(check, TaskClosure.failure("Workflow was lost when its embedded engine restarted"));
            return;
        }
        int notFoundCount = check.workflow().notFoundCount() + 1;
        if (notFoundCount < NOT_FOUND_THRESHOLD) {
            logIfExpired(check.workflow(), monitor.recordCheck(check.workflow(), notFoundCount, INTERVAL));
        } else {
            TaskClosure closure = TaskClosure.failure("Workflow is unknown to its engine");
            storage.decideOnMissing(
                    check.scope(),
                    check.rack(),
                    snapshot -> snapshot.missing().mayBeTooMany()
                            ? checkedAgain(check, notFoundCount)
                            : endUnlessActing(check, snapshot.rack(), notFoundCount, closure));
        }
        alarm.check(check.workflow().site());
    }

    /** An attempt that renews its lease is working, whatever the engine says. */
    private Decision<Check> endUnlessActing(Check check, RackOccupancy rack, int notFoundCount, TaskClosure closure) {
        TaskId id = check.task().id();
        return rack.isActing(id) ? checkedAgain(check, notFoundCount) : end(check, rack, closure);
    }

    private static Decision<Check> checkedAgain(Check check, int notFoundCount) {
        return Decision.of(check, new WorkflowChecked(check.workflow(), notFoundCount, INTERVAL));
    }

    private void end(Check check, TaskClosure closure) {
        storage.decideOnRack(check.scope(), check.rack(), rack -> end(check, rack, closure));
    }

    private Decision<Check> end(Check check, RackOccupancy rack, TaskClosure closure) {
        List<Change> changes = new ArrayList<>();
        changes.add(new MonitoringStopped(check.workflow()));
        rack.task(check.task().id())
                .flatMap(task -> closure.applyTo(task, ports.clock().instant())
                        .map(ended -> TaskChanged.of(task, ended, RECONCILER)))
                .ifPresent(changes::add);
        return new Decision<>(check, changes);
    }

    /** A check of the workflow of an open task. */
    private record Check(MonitoredWorkflow workflow, TaskScope scope, Task task) {

        RackId rack() {
            return task.spec().rack();
        }
    }
}
