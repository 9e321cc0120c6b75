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
import io.nicotask.domain.stop.Stop;
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
import org.jspecify.annotations.Nullable;

/**
 * The safeguards behind the promise of a cancel, each with the property that it protects and with a system that lacks
 * it.
 */
enum Safeguard {
    /** A writer locks the task, or detects that it has changed; the database itself refuses illegal transitions. */
    GUARD("One cancel terminates the task, and the others find it terminated"),
    /**
     * A workflow run passes the start gate before it works, and a tombstone uses up the id of one that could still be
     * started.
     */
    GATE_AND_TOMBSTONE("No workflow of a cancelled task is open"),
    /** A rack stays reserved while a worker may still act on it. */
    DRAIN("Work on a rack has ended before the next task begins there"),
    /** The calls to the engine are written with the decision. */
    OUTBOX("The workflow of a cancelled task is closed"),
    /** Reconcilers find changes that no event announces. */
    RECONCILERS("A task whose workflow was closed externally ends");

    /** The number of concurrent cancels without the guard; all read before the first one writes. */
    static final int CANCELS = 4;

    private final String property;

    Safeguard(String property) {
        this.property = property;
    }

    /** Returns the property that is lost when it is left out. */
    String property() {
        return property;
    }

    /** Returns the system without it. */
    Change removal() {
        return switch (this) {
            case GUARD ->
                Change.NONE
                        .withPorts(ports -> with(ports, withoutLock(ports.tasks())))
                        .withSchema("alter table task disable trigger guard_task");
            case GATE_AND_TOMBSTONE ->
                Change.NONE
                        .withPorts(ports -> with(ports, openGate(ports.tasks())))
                        .withEngine(Safeguard::withoutTombstones);
            case DRAIN -> Change.NONE.withPorts(ports -> with(ports, withoutDrain(ports.racks())));
            case OUTBOX -> Change.NONE.withPorts(ports -> with(ports, withoutStops(ports.outbox())));
            case RECONCILERS ->
                Change.NONE
                        .withPorts(ports -> with(ports, nothingDue(RackReservations.class, ports.racks())))
                        .withMonitor(watch -> nothingDue(WorkflowMonitor.class, watch));
        };
    }

    /** Reads without a lock, and overwrites the task's current state. */
    private static TaskStore withoutLock(TaskStore real) {
        CyclicBarrier allHaveRead = new CyclicBarrier(CANCELS);
        TaskStore unlocked = PortOverride.method(TaskStore.class, real, "lock", (arguments, lock) -> {
            Optional<Task> read = real.find((TaskScope) arguments[0], (TaskId) arguments[1]);
            allHaveRead.await(5, TimeUnit.SECONDS);
            return read;
        });
        return PortOverride.method(TaskStore.class, unlocked, "update", (arguments, update) -> {
            TaskScope scope = (TaskScope) arguments[0];
            TaskChange change = (TaskChange) arguments[1];
            Task current = real.lock(scope, change.before().id()).orElseThrow();
            real.update(scope, new TaskChange(current, withNextRevision(current, change.after()), change.cause()));
            return null;
        });
    }

    private static Task withNextRevision(Task current, Task after) {
        Revision last = current.revision();
        boolean isEarlier = after.revision().updated().isBefore(last.updated());
        Revision next = new Revision(
                last.created(), isEarlier ? last.updated() : after.revision().updated(), last.version() + 1);
        return Task.rehydrated(after.id(), after.spec(), after.state(), after.message(), after.report(), next);
    }

    /** Lets runs of ended tasks pass the start gate and continue. */
    private static TaskStore openGate(TaskStore real) {
        Map<TaskId, Task> passed = new ConcurrentHashMap<>();
        TaskStore openGate = PortOverride.method(
                TaskStore.class,
                real,
                "lock",
                (arguments, lock) -> real.lock((TaskScope) arguments[0], (TaskId) arguments[1])
                        .map(task -> task.status().isTerminal()
                                ? passed.computeIfAbsent(task.id(), unused -> pending(task))
                                : task));
        return PortOverride.method(TaskStore.class, openGate, "update", (arguments, update) -> {
            Task after = ((TaskChange) arguments[1]).after();
            return passed.replace(after.id(), after) == null ? update.call() : null;
        });
    }

    private static Task pending(Task ended) {
        return Task.rehydrated(
                ended.id(), ended.spec(), new TaskState.Pending(), ended.message(), ended.report(), ended.revision());
    }

    /** Places no tombstone, and claims to have placed it. */
    private static WorkflowEngine withoutTombstones(WorkflowEngine real) {
        Set<TaskId> tombstones = ConcurrentHashMap.newKeySet();
        WorkflowEngine engineWithout =
                PortOverride.method(WorkflowEngine.class, real, "placeTombstone", (arguments, place) -> {
                    tombstones.add((TaskId) arguments[1]);
                    return null;
                });
        return PortOverride.method(WorkflowEngine.class, engineWithout, "describe", (arguments, describe) -> {
            Object found = describe.call();
            return found instanceof WorkflowDescription.NotFound missing && tombstones.contains((TaskId) arguments[1])
                    ? new WorkflowDescription.Closed(
                            missing.namespace(), CloseStatus.TERMINATED, new WorkflowRunId("none"))
                    : found;
        });
    }

    /** Frees a rack as soon as its task has ended, even while a worker acts on it. */
    private static RackReservations withoutDrain(RackReservations real) {
        return PortOverride.method(RackReservations.class, real, "lock", (arguments, lock) -> {
            RackOccupancy rackOccupancy = (RackOccupancy) lock.call();
            return new RackOccupancy(
                    rackOccupancy.reservations().stream()
                            .map(holder -> new Reservation(holder.task(), Set.of(), Set.of(), drained(holder.stop())))
                            .toList(),
                    rackOccupancy.waiting());
        });
    }

    private static @Nullable Stop drained(@Nullable Stop stop) {
        return stop == null
                ? null
                : stop.stepsObserved(List.of(), stop.instants().decided())
                        .engineClosed(stop.instants().decided());
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
                ports.unfinishedSteps(),
                outbox,
                ports.audit(),
                ports.keys(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock());
    }
}
