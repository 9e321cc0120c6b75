package io.nicotask.bootstrap;

import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

    /** The number of concurrent cancels without the guard. */
    static final int CANCELS = 4;

    /** Accepts illegal transitions, and ignores a second stop of a task. */
    private static final String WITHOUT_GUARD = """
            alter table task disable trigger guard_task;
            create function keep_first_stop() returns trigger language plpgsql as $$
            begin
                if exists (select from nico_tasks.task_stop where task_id = new.task_id) then return null; end if;
                return new;
            end $$;
            create trigger keep_first_stop before insert on task_stop
                for each row execute function keep_first_stop();
            """;

    /** Drops the request of a stop from each decision. */
    private static final String WITHOUT_STOPS = """
            create function drop_row() returns trigger language plpgsql as 'begin return null; end';
            create trigger drop_stop before insert on work
                for each row when (new.kind = 'STOP_WORKFLOW') execute function drop_row();
            """;

    private static final Set<Lane> RECONCILED = EnumSet.of(Lane.CHECK, Lane.UPKEEP);

    private final String property;

    Safeguard(String property) {
        this.property = property;
    }

    /** Returns the property that is lost when it is left out. */
    String property() {
        return property;
    }

    /** Returns the system without it. */
    LibraryHarness.Change removal() {
        return switch (this) {
            case GUARD ->
                LibraryHarness.Change.NONE
                        .withPorts(ports -> PortOverride.with(ports, withoutGuard(ports.storage())))
                        .withSchema(WITHOUT_GUARD);
            case GATE_AND_TOMBSTONE ->
                LibraryHarness.Change.NONE
                        .withPorts(ports -> PortOverride.with(ports, openGate(ports.storage())))
                        .withEngine(Safeguard::withoutTombstones);
            case DRAIN ->
                LibraryHarness.Change.NONE.withPorts(ports -> PortOverride.with(ports, withoutDrain(ports.storage())));
            case OUTBOX -> LibraryHarness.Change.NONE.withSchema(WITHOUT_STOPS);
            case RECONCILERS ->
                LibraryHarness.Change.NONE.withPorts(
                        ports -> PortOverride.with(ports, ports.storage(), withoutReconcilers(ports.queue())));
        };
    }

    /** Decides on a task as it was first read, and overwrites its current state. */
    private static TaskStorage withoutGuard(TaskStorage real) {
        Map<TaskId, TaskSnapshot> firstRead = new ConcurrentHashMap<>();
        return mutated(
                real,
                snapshot -> snapshot instanceof TaskSnapshot current
                        ? firstRead.computeIfAbsent(current.task().id(), unused -> current)
                        : snapshot,
                (snapshot, change) -> snapshot instanceof TaskSnapshot current && change instanceof TaskChanged changed
                        ? Stream.of(overwriting(current.task(), changed))
                        : Stream.of(change));
    }

    private static TaskChanged overwriting(Task current, TaskChanged changed) {
        TaskChange change = changed.change();
        Task after = withNextRevision(current, change.after());
        return new TaskChanged(new TaskChange(current, after, change.cause()), changed.delivery());
    }

    private static Task withNextRevision(Task current, Task after) {
        Revision last = current.revision();
        boolean isEarlier = after.revision().updated().isBefore(last.updated());
        Revision next = new Revision(
                last.created(), isEarlier ? last.updated() : after.revision().updated(), last.version() + 1);
        return Task.rehydrated(after.id(), after.spec(), after.state(), after.message(), after.report(), next);
    }

    /** Lets runs of ended tasks pass the start gate and continue, and writes nothing of it. */
    private static TaskStorage openGate(TaskStorage real) {
        Map<TaskId, Task> passed = new ConcurrentHashMap<>();
        return mutated(
                real,
                snapshot -> endedTaskOf(snapshot)
                        .<Object>map(task -> new TaskSnapshot(
                                passed.computeIfAbsent(task.id(), unused -> pending(task)), null, null, null))
                        .orElse(snapshot),
                (snapshot, change) -> {
                    if (endedTaskOf(snapshot).isEmpty()) {
                        return Stream.of(change);
                    }
                    if (change instanceof TaskChanged changed) {
                        passed.put(
                                changed.change().after().id(), changed.change().after());
                    }
                    return Stream.empty();
                });
    }

    private static Optional<Task> endedTaskOf(Object snapshot) {
        return snapshot instanceof TaskSnapshot read && read.task().status().isTerminal()
                ? Optional.of(read.task())
                : Optional.empty();
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
                            missing.namespace(), CloseStatus.TERMINATED, new WorkflowRunId("none"), Duration.ZERO)
                    : found;
        });
    }

    /** Claims only work that a decision announces. */
    private static WorkQueue withoutReconcilers(WorkQueue real) {
        return PortOverride.method(WorkQueue.class, real, "claimDue", (arguments, claim) -> {
            arguments[0] = ((List<?>) arguments[0])
                    .stream()
                            .filter(slots -> !RECONCILED.contains(((Slots) slots).lane()))
                            .toList();
            return claim.call();
        });
    }

    /** Frees a rack as soon as its task has ended, even while a worker acts on it. */
    private static TaskStorage withoutDrain(TaskStorage real) {
        return mutated(
                real,
                snapshot -> snapshot instanceof RackOccupancy rack
                        ? new RackOccupancy(
                                rack.asOf(),
                                rack.reservations().stream()
                                        .map(held ->
                                                new Reservation(held.task(), Set.of(), Set.of(), drained(held.stop())))
                                        .toList(),
                                rack.waiting())
                        : snapshot,
                (snapshot, change) -> Stream.of(change));
    }

    private static @Nullable Stop drained(@Nullable Stop stop) {
        return stop == null
                ? null
                : stop.stepsObserved(List.of(), stop.instants().decided())
                        .engineClosed(stop.instants().decided(), Duration.ZERO);
    }

    /**
     * Returns a storage that decides on other snapshots, and writes other changes.
     *
     * @param read replaces a snapshot by one of the same type
     * @param written replaces a change, given the real snapshot
     */
    private static TaskStorage mutated(
            TaskStorage real, UnaryOperator<Object> read, BiFunction<Object, Change, Stream<Change>> written) {
        return new InterceptedStorage(real) {
            @Override
            @SuppressWarnings("unchecked") // a snapshot is replaced by one of the same type
            protected <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
                Decision<R> decided = decision.apply((S) read.apply(snapshot));
                return new Decision<>(
                        decided.answer(),
                        decided.changes().stream()
                                .flatMap(change -> written.apply(snapshot, change))
                                .toList());
            }
        };
    }
}
