package io.nicotask.application.internal.work;

import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.WorkflowRun;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
            boolean held = checkWorkflow(workflow);
            if (!held) {
                LOG.log(Level.DEBUG, () -> "The lease has expired: " + workflow);
            }
        } catch (WorkflowEngineUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> "The engine did not respond for " + workflow, unavailable);
            postpone(workflow);
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, () -> "Could not check " + workflow, unexpected);
            postpone(workflow);
        }
    }

    private void postpone(MonitoredWorkflow workflow) {
        boolean held = monitor.postpone(workflow, INTERVAL);
        LOG.log(Level.DEBUG, () -> workflow + (held ? " was postponed" : " is claimed by another process"));
    }

    /** A description from another namespace than that of the start says nothing about the task. */
    private boolean checkWorkflow(MonitoredWorkflow workflow) {
        Optional<Task> task = scopeOf(workflow).flatMap(scope -> ports.tasks().find(scope, workflow.task()));
        if (task.isEmpty() || task.get().status().isTerminal()) {
            return monitor.stopMonitoring(workflow);
        }
        WorkflowDescription description =
                breakers.call(workflow.site(), () -> engine.describe(workflow.site(), workflow.task()));
        if (!description.namespace().equals(workflow.namespace())) {
            return updateAlarm(workflow, monitor.recordWrongNamespace(workflow, INTERVAL));
        }
        return switch (description) {
            case WorkflowDescription.Open open -> checkOpen(workflow, open);
            case WorkflowDescription.Closed closed ->
                isOtherRun(task.get(), closed.run())
                        ? endUnless(() -> isActing(workflow), workflow, 0, TaskClosure.matching(closed))
                        : end(workflow, TaskClosure.matching(closed));
            case WorkflowDescription.NotFound missing -> checkNotFound(workflow, missing);
        };
    }

    /**
     * An external workflow need not call the start gate; then its task becomes Running when the workflow is seen open.
     */
    private boolean checkOpen(MonitoredWorkflow workflow, WorkflowDescription.Open open) {
        return Transactions.decide(ports.transactions(), () -> {
            boolean held = monitor.recordCheck(workflow, 0, INTERVAL);
            if (held && open.external()) {
                scopeOf(workflow).ifPresent(scope -> write(scope, workflow.task(), TaskClosure.started(open.run())));
            }
            alarm.checkIfRaised(workflow.site());
            return held;
        });
    }

    /** The end of a run that did not pass the gate says nothing about the run that did. */
    private static boolean isOtherRun(Task task, WorkflowRunId run) {
        WorkflowRun passed = task.state().runOrNull();
        return passed != null && !passed.id().equals(run);
    }

    /**
     * Missing alone never ends a task: the workflow must not be found twice, while no attempt of the task acts and few
     * other workflows are missing; many missing workflows mean that the engine is not the right one.
     */
    private boolean checkNotFound(MonitoredWorkflow workflow, WorkflowDescription.NotFound notFound) {
        if (notFound.engineIsVolatile()) {
            return end(workflow, TaskClosure.failure("Workflow was lost when its embedded engine restarted"));
        }
        int notFoundCount = workflow.notFoundCount() + 1;
        if (notFoundCount < NOT_FOUND_THRESHOLD) {
            return updateAlarm(workflow, monitor.recordCheck(workflow, notFoundCount, INTERVAL));
        }
        TaskClosure closure = TaskClosure.failure("Workflow is unknown to its engine");
        return updateAlarm(
                workflow,
                endUnless(
                        () -> monitor.missingWorkflowsAt(workflow.site()).mayBeTooMany() || isActing(workflow),
                        workflow,
                        notFoundCount,
                        closure));
    }

    private boolean updateAlarm(MonitoredWorkflow workflow, boolean held) {
        alarm.check(workflow.site());
        return held;
    }

    /**
     * Checks for doubt in the transaction that ends the task, because an attempt may act, or more workflows may be
     * missing, a moment later.
     */
    private boolean endUnless(
            BooleanSupplier inDoubt, MonitoredWorkflow workflow, int notFoundCount, TaskClosure closure) {
        return Transactions.decide(
                ports.transactions(),
                () -> inDoubt.getAsBoolean()
                        ? monitor.recordCheck(workflow, notFoundCount, INTERVAL)
                        : endLocked(workflow, closure));
    }

    /** An attempt that renews its lease is working, whatever the engine says. The rack's lock keeps the result true. */
    private boolean isActing(MonitoredWorkflow workflow) {
        return scopeOf(workflow)
                .flatMap(scope -> ports.tasks()
                        .find(scope, workflow.task())
                        .map(task -> ports.racks().lock(scope, task.spec().rack())))
                .filter(rack -> rack.isActing(workflow.task()))
                .isPresent();
    }

    private boolean end(MonitoredWorkflow workflow, TaskClosure closure) {
        return Transactions.decide(ports.transactions(), () -> endLocked(workflow, closure));
    }

    /** Ends the monitored task, after the lease was checked in the same transaction. */
    private boolean endLocked(MonitoredWorkflow workflow, TaskClosure closure) {
        boolean held = monitor.stopMonitoring(workflow);
        if (held) {
            scopeOf(workflow).ifPresent(scope -> write(scope, workflow.task(), closure));
        }
        return held;
    }

    private void write(TaskScope scope, TaskId id, TaskClosure closure) {
        ports.tasks().lock(scope, id).ifPresent(task -> {
            Task before = task;
            for (Task after : closure.transitionsOf(task, ports.clock().instant())) {
                ports.tasks().update(scope, new TaskChange(before, after, RECONCILER));
                before = after;
            }
            if (before.status().isTerminal()) {
                ports.outbox().enqueueStop(scope, id, Duration.ZERO);
            }
        });
    }

    private Optional<TaskScope> scopeOf(MonitoredWorkflow workflow) {
        return ports.access().forSystem(workflow.site());
    }
}
