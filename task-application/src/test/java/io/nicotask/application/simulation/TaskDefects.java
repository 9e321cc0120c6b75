package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Defects in how tasks are read and written. */
final class TaskDefects {

    private static final int STALE_PER_MILLE = 300;

    private TaskDefects() {}

    /** Decides on a version that was read without a lock, and overwrites what is stored by then. */
    static SimulatedPorts withoutGuard(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            TaskSnapshot alterTask(TaskSnapshot snapshot) {
                Task former = world.committed.former(snapshot.task().id());
                return former != null && world.random.chance(STALE_PER_MILLE) ? with(snapshot, former) : snapshot;
            }

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return decided.stream().map(change -> unguarded(change, world)).toList();
            }
        });
    }

    /** Promotes and expires by the list of waiting tasks from the previous decision on the rack. */
    static SimulatedPorts withStaleQueue(SimulatedPorts sound, SimulatedWorld world) {
        Map<RackId, List<Task>> lists = new HashMap<>();
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            RackOccupancy alterRack(RackOccupancy now) {
                return rackOf(now)
                        .map(rack -> lists.put(rack, now.waiting()))
                        .map(stale -> new RackOccupancy(now.asOf(), now.reservations(), stale))
                        .orElse(now);
            }

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return decided.stream().map(change -> unguarded(change, world)).toList();
            }
        });
    }

    /** The rack, unless it is empty. */
    private static Optional<RackId> rackOf(RackOccupancy rack) {
        return Stream.concat(rack.reservations().stream().map(Reservation::task), rack.waiting().stream())
                .map(task -> task.spec().rack())
                .findFirst();
    }

    /** Lets every run pass the gate: each run reads the task as running and its own, and writes nothing if it is not. */
    static SimulatedPorts withOpenGate(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            private boolean isOwner = true;

            @Override
            TaskSnapshot alterTask(TaskSnapshot snapshot) {
                WorkflowRunId run = callingRun(world);
                Task read = run == null ? snapshot.task() : runningBy(snapshot.task(), run);
                isOwner = read.equals(snapshot.task());
                return isOwner ? snapshot : with(snapshot, read);
            }

            @Override
            RackOccupancy alterRack(RackOccupancy rack) {
                isOwner = true;
                return rack;
            }

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return isOwner ? decided : List.of();
            }
        });
    }

    /** Refuses a run that calls the gate again, as if it were another run. */
    static SimulatedPorts withForgetfulGate(SimulatedPorts sound, SimulatedWorld world) {
        Set<Fiber> callers = new HashSet<>();
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            TaskSnapshot alterTask(TaskSnapshot snapshot) {
                Fiber fiber = world.scheduler.current();
                boolean isAtTheGate = fiber != null && fiber.name().startsWith("begin") && callers.add(fiber);
                return isAtTheGate && snapshot.task().state() instanceof TaskState.Running
                        ? with(snapshot, runningBy(snapshot.task(), new WorkflowRunId("another run")))
                        : snapshot;
            }
        });
    }

    /** Ends tasks without a stop for their workflows. */
    static SimulatedPorts withoutStops(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> PortInterceptor.on(TaskStorage.class, real, call -> {
            Object answer = call.proceed();
            world.truth.rows.removeStops();
            return answer;
        }));
    }

    /** Omits the audit row of one decision in ten. */
    static SimulatedPorts withoutAudit(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return decided.stream()
                        .filter(change -> !(change instanceof Change.Audited) || !world.random.chance(100))
                        .toList();
            }
        });
    }

    /** Does not record idempotency keys. */
    static SimulatedPorts withoutKeys(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> PortInterceptor.on(
                TaskStorage.class,
                real,
                call -> call.is("decideOnce")
                        ? new KeyedResult.Decided<>(real.decideOnRack(
                                call.argument(0),
                                call.argument(1),
                                call.<Function<RackOccupancy, Decision<Object>>>argument(3)))
                        : call.proceed()));
    }

    /** A change that follows what is stored, whatever was read. */
    private static Change unguarded(Change change, SimulatedWorld world) {
        return change instanceof Change.TaskChanged changed
                ? new Change.TaskChanged(unguarded(changed.change(), world), changed.delivery())
                : change;
    }

    private static TaskChange unguarded(TaskChange change, SimulatedWorld world) {
        Task stored =
                Objects.requireNonNull(world.committed.current(change.before().id()));
        Task after = change.after();
        Revision revision = new Revision(
                stored.revision().created(),
                later(stored, after),
                stored.revision().version() + 1);
        Task forced =
                Task.rehydrated(after.id(), after.spec(), after.state(), after.message(), after.report(), revision);
        return new TaskChange(stored, forced, change.cause());
    }

    private static Instant later(Task stored, Task after) {
        return after.revision().updated().isBefore(stored.revision().updated())
                ? stored.revision().updated()
                : after.revision().updated();
    }

    private static Task runningBy(Task task, WorkflowRunId run) {
        WorkflowRun passed = task.state().runOrNull();
        boolean isOwner = task.state() instanceof TaskState.Running
                && passed != null
                && passed.id().equals(run);
        return isOwner || task.state() instanceof TaskState.Pending
                ? task
                : Task.rehydrated(
                        task.id(),
                        task.spec(),
                        new TaskState.Running(
                                new WorkflowRun(run, task.revision().updated())),
                        task.message(),
                        task.report(),
                        task.revision());
    }

    private static @Nullable WorkflowRunId callingRun(SimulatedWorld world) {
        Fiber fiber = world.scheduler.current();
        return fiber == null || fiber.execution == null ? null : fiber.execution.run();
    }
}
