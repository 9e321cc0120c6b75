package io.nicotask.application.simulation;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.task.WorkflowRun;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Defects in how tasks are read and written. */
final class TaskDefects {

    private static final int STALE_PER_MILLE = 300;

    private TaskDefects() {}

    /** Decides on a version that was read without a lock, and overwrites what is stored by then. */
    static SimulatedPorts withoutGuard(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withTasks(real -> PortInterceptor.on(TaskStore.class, real, call -> {
            if (call.is("lock") && world.random.chance(STALE_PER_MILLE)) {
                Task former = world.committed.former(call.argument(1));
                return former == null ? call.proceed() : Optional.of(former);
            }
            return call.is("update") ? unguarded(call, real) : call.proceed();
        }));
    }

    /** Promotes and expires by the list of waiting tasks from the previous time that the rack was locked. */
    static SimulatedPorts withStaleQueue(SimulatedPorts sound, SimulatedWorld world) {
        Map<RackId, List<Task>> lists = new HashMap<>();
        return withoutGuardOnly(sound)
                .withRacks(real -> PortInterceptor.on(RackReservations.class, real, call -> {
                    if (!call.is("lock")) {
                        return call.proceed();
                    }
                    RackOccupancy now = real.lock(call.argument(0), call.argument(1));
                    List<Task> stale = lists.put(call.argument(1), now.waiting());
                    return stale == null ? now : new RackOccupancy(now.reservations(), stale);
                }));
    }

    private static SimulatedPorts withoutGuardOnly(SimulatedPorts sound) {
        return sound.withTasks(real -> PortInterceptor.on(
                TaskStore.class, real, call -> call.is("update") ? unguarded(call, real) : call.proceed()));
    }

    /** Lets every run pass the gate: each run reads the task as running and its own. */
    static SimulatedPorts withOpenGate(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withTasks(real -> PortInterceptor.on(TaskStore.class, real, call -> {
            WorkflowRunId run = callingRun(world);
            if (run != null && call.is("lock")) {
                return real.lock(call.argument(0), call.argument(1)).map(task -> runningBy(task, run));
            }
            if (run != null && call.is("update")) {
                TaskChange change = call.argument(1);
                TaskScope scope = call.argument(0);
                boolean isOwner = real.find(scope, change.before().id())
                        .filter(stored -> stored.equals(change.before()))
                        .isPresent();
                return isOwner ? call.proceed() : null;
            }
            return call.proceed();
        }));
    }

    /** Refuses a run that calls the gate again, as if it were another run. */
    static SimulatedPorts withForgetfulGate(SimulatedPorts sound, SimulatedWorld world) {
        Set<Fiber> callers = new HashSet<>();
        return sound.withTasks(real -> PortInterceptor.on(TaskStore.class, real, call -> {
            Fiber fiber = world.scheduler.current();
            boolean isAtTheGate = fiber != null && fiber.name().startsWith("begin") && call.is("lock");
            if (!isAtTheGate || !callers.add(fiber)) {
                return call.proceed();
            }
            return real.lock(call.argument(0), call.argument(1))
                    .map(task -> task.state() instanceof TaskState.Running
                            ? runningBy(task, new WorkflowRunId("another run"))
                            : task);
        }));
    }

    /** Ends tasks without a stop for their workflows. */
    static SimulatedPorts withoutStops(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withOutbox(real ->
                PortInterceptor.on(WorkflowOutbox.class, real, call -> call.is("enqueueStop") ? null : call.proceed()));
    }

    /** Omits the audit row of one decision in ten. */
    static SimulatedPorts withoutAudit(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withAudit(real ->
                PortInterceptor.on(AuditTrail.class, real, call -> world.random.chance(100) ? null : call.proceed()));
    }

    /** Does not record idempotency keys. */
    static SimulatedPorts withoutKeys(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withKeys(real ->
                PortInterceptor.on(IdempotencyKeys.class, real, call -> call.is("recordUse") ? null : call.proceed()));
    }

    private static @Nullable Object unguarded(PortInterceptor.Call call, TaskStore real) {
        TaskScope scope = call.argument(0);
        TaskChange change = call.argument(1);
        Task stored = real.find(scope, change.before().id()).orElseThrow();
        Task after = change.after();
        Revision revision = new Revision(
                stored.revision().created(),
                later(stored, after),
                stored.revision().version() + 1);
        Task forced =
                Task.rehydrated(after.id(), after.spec(), after.state(), after.message(), after.report(), revision);
        return call.proceed(scope, new TaskChange(stored, forced, change.cause()));
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
        return fiber == null ? null : fiber.run;
    }
}
