package io.nicotask.application.internal.work;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Change.WorkflowClosed;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Delivers starts and stops to the workflow engine, and completes one only when the engine's reply proves the outcome.
 * Two deliveries of one item at once are harmless.
 */
public final class OutboxRelay {

    private static final ChangeCause RELAY = ChangeCause.of(Actor.system("relay"));
    static final String TERMINATE_REASON = "The task has ended";

    /** When a closed workflow is checked once more: a reset or a failover of the engine may have opened it again. */
    private static final Duration LAST_CHECK = Duration.ofHours(1);

    private static final Outcome OTHER_NAMESPACE =
            new Outcome.Retry("Workflow was started in another namespace than the one that the site has now");

    private final Ports ports;
    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final WorkflowEngine engine;
    private final EngineCircuitBreakers breakers;

    public OutboxRelay(Ports ports, WorkflowEngine engine, EngineCircuitBreakers breakers) {
        this.ports = ports;
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.engine = engine;
        this.breakers = breakers;
    }

    /** Starts the workflow of a task that is Pending or Running. An engine that is away fails no task. */
    Outcome start(WorkItem item) {
        Optional<TaskScope> scope = scopeOf(item);
        Optional<Task> task =
                scope.flatMap(of -> ports.tasks().find(of, item.task())).map(TaskView::task);
        if (task.isEmpty() || !isStartable(task.get().status())) {
            return new Outcome.Done();
        }
        return switch (breakers.call(item.site(), () -> engine.start(task.get()))) {
            case StartResult.Started started -> started(scope.get(), item, started.namespace());
            case StartResult.AlreadyStarted already -> started(scope.get(), item, already.namespace());
            case StartResult.Refused refused ->
                failTask(scope.get(), item, "Workflow could not be started: " + refused.cause());
        };
    }

    /** A Running task may still have an open start, when the engine's reply was lost. */
    private static boolean isStartable(TaskStatus status) {
        return status == TaskStatus.PENDING || status == TaskStatus.RUNNING;
    }

    private Outcome started(TaskScope scope, WorkItem item, String namespace) {
        storage.write(scope, List.of(new WorkflowStarted(item.task(), namespace), new WorkCompleted(item)));
        return new Outcome.Settled();
    }

    /** Fails a task that cannot be started. A Running task has been started, even when the engine's reply was lost. */
    private Outcome failTask(TaskScope scope, WorkItem item, String error) {
        return storage.decide(scope, item.task(), snapshot -> failTask(item, snapshot.task(), error))
                .orElseGet(Outcome.Done::new);
    }

    private Decision<Outcome> failTask(WorkItem item, Task task, String error) {
        if (task.status() == TaskStatus.RUNNING) {
            return Decision.unchanged(new Outcome.Retry(error));
        }
        Decision<Outcome> completed = Decision.of(new Outcome.Settled(), new WorkCompleted(item));
        return task.fail(null, error, ports.clock().instant()) instanceof Transition.Applied failed
                ? completed.and(List.of(TaskChanged.of(task, failed.task(), RELAY)))
                : completed;
    }

    /** Closes the workflow of an ended task; a terminate proves nothing. */
    Outcome stop(WorkItem item) {
        breakers.call(item.site(), () -> {
            engine.terminate(item.site(), item.task(), TERMINATE_REASON);
            return item;
        });
        return new Outcome.Called(this::confirm);
    }

    /** Asks the engine whether the workflow is closed, after it was terminated. */
    private Outcome confirm(WorkItem item) {
        WorkflowDescription description = breakers.call(item.site(), () -> engine.describe(item.site(), item.task()));
        if (isInOtherNamespace(item, description)) {
            return OTHER_NAMESPACE;
        }
        return switch (description) {
            case WorkflowDescription.Closed closed -> closed(item, closed.actsFor());
            case WorkflowDescription.Open open -> new Outcome.Retry("Workflow is still open");
            case WorkflowDescription.NotFound missing -> placeTombstone(item);
            case WorkflowDescription.Unmanaged unmanaged -> awaitReport(item);
        };
    }

    /** A workflow that is open in one namespace is missing in every other one, where a tombstone would stop nothing. */
    private boolean isInOtherNamespace(WorkItem item, WorkflowDescription description) {
        return ports.monitor()
                .find(item.task())
                .filter(workflow ->
                        breakers.isOtherNamespace(item.site(), workflow.namespace(), description.namespace()))
                .isPresent();
    }

    /** A call that is under way may still start a missing workflow; only a tombstone prevents that. */
    private Outcome placeTombstone(WorkItem item) {
        WorkflowDescription description = breakers.call(item.site(), () -> {
            engine.placeTombstone(item.site(), item.task());
            return engine.describe(item.site(), item.task());
        });
        if (isInOtherNamespace(item, description)) {
            return OTHER_NAMESPACE;
        }
        return switch (description) {
            case WorkflowDescription.Closed closed -> closed(item, closed.actsFor());
            case WorkflowDescription.Open open -> new Outcome.Retry("Workflow was started late");
            case WorkflowDescription.NotFound missing -> new Outcome.Retry("Tombstone could not be placed");
            case WorkflowDescription.Unmanaged unmanaged -> awaitReport(item);
        };
    }

    /** Completes the stop, and schedules the rack, which may be free now. */
    private Outcome closed(WorkItem item, Duration actsFor) {
        return scopeOf(item)
                .flatMap(scope -> ports.tasks()
                        .find(scope, item.task())
                        .map(found ->
                                closed(item, actsFor, scope, found.task().spec().rack())))
                .orElseGet(Outcome.Done::new);
    }

    private Outcome closed(WorkItem item, Duration actsFor, TaskScope scope, RackId id) {
        List<Change> evidence = List.of(
                new WorkflowClosed(item.task(), actsFor),
                new WorkflowCheckScheduled(item.task(), LAST_CHECK),
                new WorkCompleted(item));
        storage.decideOnRack(
                scope,
                id,
                rack -> scheduler
                        .scheduleClosed(id, rack, item.task(), actsFor)
                        .asDecision()
                        .after(evidence));
        return new Outcome.Settled();
    }

    /** Waits for the host's report, or for an operator who resolves the stop. */
    private Outcome awaitReport(WorkItem item) {
        return scopeOf(item)
                .flatMap(scope -> storage.decide(scope, item.task(), snapshot -> Decision.unchanged(snapshot)))
                .map(TaskSnapshot::stop)
                .map(Stop::instants)
                .filter(known -> known.engineClosed() == null && known.resolved() == null)
                .<Outcome>map(open -> new Outcome.Retry("The host has not reported that the work has stopped"))
                .orElseGet(Outcome.Done::new);
    }

    private Optional<TaskScope> scopeOf(WorkItem item) {
        return ports.access().forSystem(item.site());
    }
}
