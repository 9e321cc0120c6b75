package io.nicotask.application.worker;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.RackId;
import java.util.Optional;
import java.util.function.Function;

/** The guarded writes of a worker: locks the task, applies a transition to it, and stores the result. */
final class WorkerTaskUpdates {

    private static final ChangeCause WORKER = ChangeCause.of(Actor.system("worker"));

    private final Ports ports;
    private final RackScheduler scheduler;

    WorkerTaskUpdates(Ports ports) {
        this.ports = ports;
        this.scheduler = new RackScheduler(ports);
    }

    /** Applies the transition to the run's task and stores the result; returns empty when there is no such task. */
    Optional<Transition> apply(WorkflowRunRef workflowRun, Function<Task, Transition> decision) {
        return scopeOf(workflowRun)
                .flatMap(scope -> Transactions.decide(ports.transactions(), () -> apply(scope, workflowRun, decision)));
    }

    /** As {@link #apply}, for a transition that may end the task: reschedules its rack in the same transaction. */
    Optional<Transition> applyEnd(WorkflowRunRef workflowRun, Function<Task, Transition> decision) {
        return scopeOf(workflowRun)
                .flatMap(scope ->
                        Transactions.decide(ports.transactions(), () -> applyEnd(scope, workflowRun, decision)));
    }

    private Optional<Transition> applyEnd(
            TaskScope scope, WorkflowRunRef workflowRun, Function<Task, Transition> decision) {
        return withRackLocked(scope, workflowRun, rack -> {
            Optional<Transition> transition = apply(scope, workflowRun, decision);
            if (transition.orElse(null) instanceof Applied) {
                scheduler.reschedule(scope, rack, workflowRun.task());
            }
            return transition;
        });
    }

    /** Releases the lease of an attempt; if its task has ended, reschedules the rack, which may be free now. */
    void releaseLease(WorkflowRunRef workflowRun, Lease lease) {
        scopeOf(workflowRun)
                .ifPresent(scope -> Transactions.decide(
                        ports.transactions(),
                        () -> withRackLocked(scope, workflowRun, rack -> {
                            ports.leases().releaseLease(lease);
                            return ports.tasks()
                                    .find(scope, workflowRun.task())
                                    .filter(task -> task.status().isTerminal())
                                    .map(ended -> scheduler.reschedule(scope, rack, null));
                        })));
    }

    private <T> Optional<T> withRackLocked(
            TaskScope scope, WorkflowRunRef workflowRun, Function<RackId, Optional<T>> work) {
        return ports.tasks().find(scope, workflowRun.task()).flatMap(task -> {
            ports.racks().lock(scope, task.spec().rack());
            return work.apply(task.spec().rack());
        });
    }

    void insertLateOutcome(WorkflowRunRef workflowRun, String result) {
        LateOutcome late = new LateOutcome(
                workflowRun.task(), workflowRun.run(), result, ports.clock().instant());
        scopeOf(workflowRun).ifPresent(scope -> ports.tasks().insertLateOutcome(scope, late));
    }

    private Optional<Transition> apply(
            TaskScope scope, WorkflowRunRef workflowRun, Function<Task, Transition> decision) {
        return ports.tasks().lock(scope, workflowRun.task()).map(task -> apply(scope, task, decision.apply(task)));
    }

    private Transition apply(TaskScope scope, Task before, Transition transition) {
        switch (transition) {
            case Applied applied -> write(scope, before, applied.task());
            case AlreadyApplied already -> {}
            case Refused refused -> {}
        }
        return transition;
    }

    private void write(TaskScope scope, Task before, Task after) {
        ports.tasks().update(scope, new TaskChange(before, after, WORKER));
        if (after.status().isTerminal()) {
            ports.outbox().enqueueStop(scope, after.id(), FinishTask.CLOSE_GRACE);
        }
    }

    Optional<TaskScope> scopeOf(WorkflowRunRef workflowRun) {
        return ports.access().forSystem(workflowRun.site());
    }
}
