package io.nicotask.application.worker;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.LeaseReleased;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The guarded writes of a worker: locks the task, applies a transition to it, and stores the result. */
final class WorkerTaskUpdates {

    /** How long the workflow of a Running task may take from one gate or attempt to the next gate until it is checked. */
    static final Duration NEXT_GATE = Duration.ofSeconds(5);

    private static final ChangeCause WORKER = ChangeCause.of(Actor.system("worker"));

    private final Ports ports;
    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final boolean external;

    WorkerTaskUpdates(Ports ports) {
        this(ports, false);
    }

    /**
     * Creates the writes of a worker.
     *
     * @param external whether the worker runs an external workflow, whose end does not mean that nothing acts any more
     */
    WorkerTaskUpdates(Ports ports, boolean external) {
        this.ports = ports;
        this.external = external;
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
    }

    /** Applies the transition to the run's task and stores the result; returns empty when there is no such task. */
    Optional<Transition> apply(WorkflowRunRef workflowRun, Function<Task, Transition> transition) {
        return decide(workflowRun, snapshot -> decisionOf(snapshot.task(), transition.apply(snapshot.task())));
    }

    /** Decides on the run's task; returns empty when there is no such task. */
    <R> Optional<R> decide(WorkflowRunRef workflowRun, Function<TaskSnapshot, Decision<R>> decision) {
        return scopeOf(workflowRun).flatMap(scope -> storage.decide(scope, workflowRun.task(), decision));
    }

    /** Returns the decision that stores the transition. */
    static Decision<Transition> decisionOf(Task before, Transition transition) {
        return decisionOf(before, transition, List.of());
    }

    private static Decision<Transition> decisionOf(
            Task before, Transition transition, List<? extends Change> ifRefused) {
        return switch (transition) {
            case Applied applied ->
                Decision.of(
                        transition,
                        new TaskChanged(
                                new TaskChange(before, applied.task(), WORKER),
                                new Delivery(FinishTask.CLOSE_GRACE, false)));
            case AlreadyApplied already -> Decision.unchanged(transition);
            case Refused refused -> Decision.unchanged(transition).and(ifRefused);
        };
    }

    /**
     * As {@link #apply}, for a transition that ends the task: also schedules its rack. A task that is not on its rack any
     * more has ended since its rack was read.
     *
     * @param ifRefused what to write when the transition is refused
     */
    Optional<Transition> applyEnd(
            WorkflowRunRef workflowRun, Function<Task, Transition> transition, List<? extends Change> ifRefused) {
        return scopeOf(workflowRun)
                .flatMap(scope -> ports.tasks()
                        .find(scope, workflowRun.task())
                        .map(read -> read.task().spec().rack())
                        .flatMap(id -> storage.decideOnRack(
                                scope, id, rack -> end(id, rack, workflowRun.task(), transition, ifRefused))))
                .or(() -> decide(workflowRun, snapshot -> {
                    Transition end = transition.apply(snapshot.task());
                    return decisionOf(snapshot.task(), end, ifRefused);
                }));
    }

    private Decision<Optional<Transition>> end(
            RackId id,
            RackOccupancy rack,
            TaskId task,
            Function<Task, Transition> transition,
            List<? extends Change> ifRefused) {
        return rack.task(task)
                .map(held -> {
                    Transition end = transition.apply(held);
                    Decision<Optional<Transition>> decision = new Decision<>(
                            Optional.of(end), decisionOf(held, end, ifRefused).changes());
                    return end instanceof Applied applied
                            ? decision.and(scheduler
                                    .schedule(id, rack.with(applied.task()), external ? null : task)
                                    .changes())
                            : decision;
                })
                .orElseGet(() -> Decision.unchanged(Optional.empty()));
    }

    /**
     * Releases the lease of an attempt. If its task has ended, schedules the rack, which may be free now; otherwise the
     * workflow is checked unless an attempt acts within {@link #NEXT_GATE}.
     */
    void releaseLease(WorkflowRunRef workflowRun, RackId id, Lease lease) {
        scopeOf(workflowRun).ifPresent(scope -> storage.decideOnRack(scope, id, rack -> releaseLease(id, rack, lease)));
    }

    private Decision<Lease> releaseLease(RackId id, RackOccupancy held, Lease lease) {
        Decision<Lease> released = Decision.of(lease, new LeaseReleased(lease));
        RackOccupancy rack = held.with(lease.task(), reservation -> reservation.withoutLease(lease.number()));
        if (rack.task(lease.task()).filter(task -> !task.status().isTerminal()).isEmpty()) {
            return released.and(scheduler.schedule(id, rack).changes());
        }
        return rack.isActing(lease.task())
                ? released
                : released.and(List.of(new WorkflowCheckScheduled(lease.task(), NEXT_GATE)));
    }

    /** Returns the run's task, read without a lock. */
    Optional<Task> find(WorkflowRunRef workflowRun) {
        return scopeOf(workflowRun)
                .flatMap(scope -> ports.tasks().find(scope, workflowRun.task()))
                .map(TaskView::task);
    }

    private Optional<TaskScope> scopeOf(WorkflowRunRef workflowRun) {
        return ports.access().forSystem(workflowRun.site());
    }
}
