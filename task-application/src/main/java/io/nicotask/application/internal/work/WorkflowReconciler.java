package io.nicotask.application.internal.work;

import static io.nicotask.application.port.Change.WorkflowStarted.GATE_TIMEOUT;

import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Repairs what no event announces: ends an open task whose workflow has closed or is missing, and closes the workflow of
 * an ended task that has been opened again. A workflow is checked only while there is a reason for doubt: no attempt of
 * its task acts, or the attempt's engine does not answer.
 */
public final class WorkflowReconciler {

    /** The shortest interval between checks of a workflow; as long as a site is within its budget. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** The longest interval between checks of a workflow. */
    static final Duration LONGEST_INTERVAL = WorkflowMonitor.HORIZON;

    /** The minimum time between the two checks that must not find a missing workflow. */
    static final Duration NOT_FOUND_FOR = Duration.ofSeconds(10);

    /** How many checks of one site may become due in a second. */
    static final int CHECKS_PER_SECOND = 10;

    private static final int NOT_FOUND_THRESHOLD = 2;
    private static final int MAX_COUNTED = (int) LONGEST_INTERVAL.toSeconds() * CHECKS_PER_SECOND;

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

    /** Checks the workflow of a task, once its start was delivered. */
    Outcome check(WorkItem item) {
        return ports.access()
                .forSystem(item.site())
                .flatMap(scope -> ports.tasks()
                        .find(scope, item.task())
                        .map(TaskView::task)
                        .map(task -> monitor.find(item.task())
                                .map(workflow -> check(new Check(item, workflow, scope, task)))
                                .orElseGet(() -> notStarted(task))))
                .orElseGet(Outcome.Done::new);
    }

    private static Outcome notStarted(Task task) {
        return task.status().isTerminal() ? new Outcome.Done() : new Outcome.Later(INTERVAL);
    }

    private Outcome check(Check check) {
        return check.task().status().isTerminal() ? checkEnded(check) : checkOpen(check);
    }

    /** A workflow that was closed when the stop was confirmed may be open again: reset, or restored by a failover. */
    private Outcome checkEnded(Check check) {
        WorkItem item = check.item();
        WorkflowDescription description = describe(item);
        if (isInOtherNamespace(check, description) || !(description instanceof WorkflowDescription.Open)) {
            return new Outcome.Done();
        }
        breakers.call(item.site(), () -> {
            engine.terminate(item.site(), item.task(), OutboxRelay.TERMINATE_REASON);
            return item;
        });
        return new Outcome.Retry("Workflow was open again");
    }

    private WorkflowDescription describe(WorkItem item) {
        return breakers.call(item.site(), () -> engine.describe(item.site(), item.task()));
    }

    private boolean isInOtherNamespace(Check check, WorkflowDescription description) {
        return breakers.isOtherNamespace(check.item().site(), check.workflow().namespace(), description.namespace());
    }

    /** A description from another namespace than that of the start says nothing about the task. */
    private Outcome checkOpen(Check check) {
        WorkItem item = check.item();
        WorkflowDescription description = describe(item);
        if (isInOtherNamespace(check, description)) {
            return missing(check, monitor.recordWrongNamespace(item, interval(check)));
        }
        return switch (description) {
            case WorkflowDescription.Open open -> found(check);
            case WorkflowDescription.Closed closed -> checkClosed(check, closed);
            case WorkflowDescription.NotFound missing -> checkNotFound(check, missing);
            case WorkflowDescription.Unmanaged unmanaged -> new Outcome.Done();
        };
    }

    private Outcome found(Check check) {
        if (check.task().unattended(ports.clock().instant()) instanceof Transition.Applied) {
            noteUnattended(check);
        } else {
            requireClaim(
                    check, monitor.recordCheck(check.item(), 0, check.workflow().acting() ? null : nextCheck(check)));
        }
        alarm.checkIfRaised(check.item().site());
        return new Outcome.Settled();
    }

    private void noteUnattended(Check check) {
        Change checked = new WorkflowChecked(check.item(), 0, nextCheck(check));
        storage.decideOnRack(
                check.scope(),
                check.rack(),
                rack -> rack.task(check.task().id())
                        .flatMap(task -> noted(task, checked))
                        .orElseGet(() -> Decision.of(new Outcome.Settled(), checked)));
    }

    private Optional<Decision<Outcome>> noted(Task task, Change checked) {
        return task.unattended(ports.clock().instant()) instanceof Transition.Applied noted
                ? Optional.of(new Decision<>(
                        new Outcome.Settled(), List.of(checked, TaskChanged.of(task, noted.task(), RECONCILER))))
                : Optional.empty();
    }

    /** The interval doubles while no worker polls for the workflow. */
    private Duration nextCheck(Check check) {
        if (check.task().status() != TaskStatus.PENDING) {
            return interval(check);
        }
        Duration age = Duration.between(
                check.task().revision().updated(), ports.clock().instant());
        return Collections.min(List.of(LONGEST_INTERVAL, Collections.max(List.of(age, GATE_TIMEOUT))));
    }

    /** Grows with the number of workflows at the site that are checked, such as external ones, which have no attempts. */
    private Duration interval(Check check) {
        int scheduled = monitor.scheduledChecks(check.item().site(), MAX_COUNTED);
        return Collections.max(List.of(INTERVAL, Duration.ofSeconds(scheduled / CHECKS_PER_SECOND)));
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
        Duration interval = interval(check);
        return storage.decideOnRack(
                check.scope(),
                check.rack(),
                rack -> hasOtherRun(check, rack, closed.run())
                        ? endUnlessActing(check, rack, 0, closure, interval)
                        : end(check, rack, closure));
    }

    private static boolean hasOtherRun(Check check, RackOccupancy rack, WorkflowRunId run) {
        return rack.task(check.task().id())
                .map(task -> task.state().runOrNull())
                .filter(passed -> !passed.id().equals(run))
                .isPresent();
    }

    /**
     * Missing alone never ends a task: the workflow must not be found twice within some time, while no attempt of the task
     * acts and few other workflows are missing; many missing workflows mean that the engine is not the right one.
     */
    private Outcome checkNotFound(Check check, WorkflowDescription.NotFound notFound) {
        if (notFound.engineIsVolatile()) {
            return end(check, TaskClosure.failure("Workflow was lost when its embedded engine restarted"));
        }
        int notFoundCount = check.workflow().notFoundCount() + 1;
        Duration left = NOT_FOUND_FOR.minus(check.workflow().notFoundFor());
        if (notFoundCount < NOT_FOUND_THRESHOLD || left.isPositive()) {
            return missing(check, monitor.recordCheck(check.item(), notFoundCount, left));
        }
        Duration interval = interval(check);
        TaskClosure closure = TaskClosure.failure("Workflow is unknown to its engine");
        Outcome outcome = storage.decideOnMissing(
                check.scope(),
                check.rack(),
                snapshot -> snapshot.missing().mayBeTooMany()
                        ? checkedAgain(check, notFoundCount, interval)
                        : endUnlessActing(check, snapshot.rack(), notFoundCount, closure, interval));
        alarm.check(check.item().site());
        return outcome;
    }

    /** An attempt under a valid lease is working, whatever the engine says. */
    private Decision<Outcome> endUnlessActing(
            Check check, RackOccupancy rack, int notFoundCount, TaskClosure closure, Duration interval) {
        return rack.isActing(check.task().id())
                ? checkedAgain(check, notFoundCount, interval)
                : end(check, rack, closure);
    }

    private static Decision<Outcome> checkedAgain(Check check, int notFoundCount, Duration interval) {
        return Decision.of(new Outcome.Settled(), new WorkflowChecked(check.item(), notFoundCount, interval));
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

    /** A check of the workflow of a task. */
    private record Check(WorkItem item, MonitoredWorkflow workflow, TaskScope scope, Task task) {

        RackId rack() {
            return task.spec().rack();
        }
    }
}
