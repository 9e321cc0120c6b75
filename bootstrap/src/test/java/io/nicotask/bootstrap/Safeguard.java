package io.nicotask.bootstrap;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.bootstrap.LibraryHarness.Change;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** What the promise of a cancel rests on, each with what it keeps true, and with a system that has to do without it. */
enum Safeguard {
    /** Who writes has locked the task, or finds out that it has changed; the database itself refuses what is no edge. */
    GUARD("One cancel ends the task, and the others find it ended"),
    /** Who works asks first, and what may still be started is used up. */
    GATE_AND_TOMBSTONE("No workflow of a cancelled task is open"),
    /** A rack waits for whoever still acts on it. */
    DRAIN("What was begun on a rack has ended before the next task begins there"),
    /** What the engine shall be told is written with the decision. */
    OUTBOX("The workflow of a cancelled task is closed"),
    /** What nothing announces is looked for. */
    RECONCILERS("A task ends whose workflow others have closed");

    /** How many cancels at once do without the guard: all have read before the first one writes. */
    static final int CANCELS = 4;

    private final String promise;

    Safeguard(String promise) {
        this.promise = promise;
    }

    /** What is true no more when it is left out. */
    String promise() {
        return promise;
    }

    /** The system without it. */
    Change leftOut() {
        return switch (this) {
            case GUARD ->
                Change.NONE
                        .withPorts(ports -> with(ports, unguarded(ports.tasks())))
                        .withSchema("alter table task disable trigger guard_task");
            case GATE_AND_TOMBSTONE ->
                Change.NONE
                        .withPorts(ports -> with(ports, open(ports.tasks())))
                        .withEngine(Safeguard::withoutTombstone);
            case DRAIN -> Change.NONE.withPorts(ports -> with(ports, withoutDrain(ports.racks())));
            case OUTBOX -> Change.NONE.withPorts(ports -> with(ports, withoutStops(ports.outbox())));
            case RECONCILERS ->
                Change.NONE
                        .withPorts(ports -> with(ports, nothingDue(RackReservations.class, ports.racks())))
                        .withWatch(watch -> nothingDue(WorkflowMonitor.class, watch));
        };
    }

    /** Reads without a lock, and writes whatever the task is by then. */
    private static TaskStore unguarded(TaskStore real) {
        CyclicBarrier allHaveRead = new CyclicBarrier(CANCELS);
        TaskStore unlocked = PortOverride.method(TaskStore.class, real, "lock", (arguments, lock) -> {
            Optional<Task> read = real.find((TaskScope) arguments[0], (TaskId) arguments[1]);
            allHaveRead.await(5, TimeUnit.SECONDS);
            return read;
        });
        return PortOverride.method(TaskStore.class, unlocked, "update", (arguments, update) -> {
            TaskScope scope = (TaskScope) arguments[0];
            TaskChange change = (TaskChange) arguments[1];
            Task kept = real.lock(scope, change.before().id()).orElseThrow();
            real.update(scope, new TaskChange(kept, forced(kept, change.after()), change.cause()));
            return null;
        });
    }

    private static Task forced(Task kept, Task after) {
        Revision last = kept.revision();
        boolean isEarlier = after.revision().updated().isBefore(last.updated());
        Revision next = new Revision(
                last.created(), isEarlier ? last.updated() : after.revision().updated(), last.version() + 1);
        return Task.rehydrated(after.id(), after.spec(), after.state(), after.message(), after.report(), next);
    }

    /** Lets runs of ended tasks pass, and hear that they go on. */
    private static TaskStore open(TaskStore real) {
        Map<TaskId, Task> passed = new ConcurrentHashMap<>();
        TaskStore open = PortOverride.method(
                TaskStore.class,
                real,
                "lock",
                (arguments, lock) -> real.lock((TaskScope) arguments[0], (TaskId) arguments[1])
                        .map(task -> task.status().isTerminal()
                                ? passed.computeIfAbsent(task.id(), unused -> pending(task))
                                : task));
        return PortOverride.method(TaskStore.class, open, "update", (arguments, update) -> {
            Task after = ((TaskChange) arguments[1]).after();
            return passed.replace(after.id(), after) == null ? update.call() : null;
        });
    }

    private static Task pending(Task ended) {
        return Task.rehydrated(
                ended.id(), ended.spec(), new TaskState.Pending(), ended.message(), ended.report(), ended.revision());
    }

    /** Burns nothing, and says that it has. */
    private static WorkflowEngine withoutTombstone(WorkflowEngine real) {
        Set<TaskId> burnt = ConcurrentHashMap.newKeySet();
        WorkflowEngine unburnt =
                PortOverride.method(WorkflowEngine.class, real, "placeTombstone", (arguments, burn) -> {
                    burnt.add((TaskId) arguments[1]);
                    return null;
                });
        return PortOverride.method(WorkflowEngine.class, unburnt, "describe", (arguments, describe) -> {
            Object seen = describe.call();
            return seen instanceof WorkflowDescription.NotFound missing && burnt.contains((TaskId) arguments[1])
                    ? new WorkflowDescription.Closed(
                            missing.namespace(), CloseStatus.TERMINATED, new WorkflowRunId("none"))
                    : seen;
        });
    }

    /** Racks that are free as soon as a task has ended, whatever still acts on them. */
    private static RackReservations withoutDrain(RackReservations real) {
        return PortOverride.method(RackReservations.class, real, "lock", (arguments, lock) -> {
            RackOccupancy rackOccupancy = (RackOccupancy) lock.call();
            return new RackOccupancy(
                    rackOccupancy.reservations().stream()
                            .map(holder -> new Reservation(holder.task(), false, true))
                            .toList(),
                    rackOccupancy.waiting());
        });
    }

    private static WorkflowOutbox withoutStops(WorkflowOutbox real) {
        return PortOverride.method(WorkflowOutbox.class, real, "enqueueStop", (arguments, request) -> null);
    }

    private static <T> T nothingDue(Class<T> port, T real) {
        return PortOverride.method(port, real, "claimDue", (arguments, claim) -> List.of());
    }

    private static Ports with(Ports ports, TaskStore tasks) {
        return with(ports, tasks, ports.racks(), ports.outbox());
    }

    private static Ports with(Ports ports, RackReservations racks) {
        return with(ports, ports.tasks(), racks, ports.outbox());
    }

    private static Ports with(Ports ports, WorkflowOutbox outbox) {
        return with(ports, ports.tasks(), ports.racks(), outbox);
    }

    private static Ports with(Ports ports, TaskStore tasks, RackReservations racks, WorkflowOutbox outbox) {
        return new Ports(
                tasks,
                racks,
                ports.leases(),
                outbox,
                ports.audit(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock());
    }
}
