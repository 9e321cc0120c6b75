package io.nicotask.application.simulation;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState;
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

    /** Decides upon what was read without a lock, and writes whatever the task is by then. */
    static Parts withoutGuard(Parts sound, World world) {
        return sound.withTasks(real -> Twist.on(TaskStore.class, real, call -> {
            if (call.is("lock") && world.dice.chance(STALE_PER_MILLE)) {
                Task former = world.ledger.former(call.argument(1));
                return former == null ? call.goOn() : Optional.of(former);
            }
            return call.is("update") ? unguarded(call, real) : call.goOn();
        }));
    }

    /** Promotes and expires by the list of those who were waiting when the rack was last looked at. */
    static Parts byAStaleList(Parts sound, World world) {
        Map<RackId, List<Task>> lists = new HashMap<>();
        return withoutGuardOnly(sound)
                .withRacks(real -> Twist.on(Racks.class, real, call -> {
                    if (!call.is("lock")) {
                        return call.goOn();
                    }
                    Occupancy now = real.lock(call.argument(0), call.argument(1));
                    List<Task> stale = lists.put(call.argument(1), now.waiting());
                    return stale == null ? now : new Occupancy(now.holders(), stale);
                }));
    }

    private static Parts withoutGuardOnly(Parts sound) {
        return sound.withTasks(real ->
                Twist.on(TaskStore.class, real, call -> call.is("update") ? unguarded(call, real) : call.goOn()));
    }

    /** Lets every run pass: to whoever asks the task is his own, and running. */
    static Parts withTheGateOpen(Parts sound, World world) {
        return sound.withTasks(real -> Twist.on(TaskStore.class, real, call -> {
            RunId run = asking(world);
            if (run != null && call.is("lock")) {
                return real.lock(call.argument(0), call.argument(1)).map(task -> runningBy(task, run));
            }
            if (run != null && call.is("update")) {
                TaskChange change = call.argument(1);
                TaskScope scope = call.argument(0);
                boolean isIts = real.find(scope, change.before().id())
                        .filter(kept -> kept.equals(change.before()))
                        .isPresent();
                return isIts ? call.goOn() : null;
            }
            return call.goOn();
        }));
    }

    /** Turns away whoever asks for the second time, as if it were another run. */
    static Parts withAForgetfulGate(Parts sound, World world) {
        Set<Fiber> asked = new HashSet<>();
        return sound.withTasks(real -> Twist.on(TaskStore.class, real, call -> {
            Fiber fiber = world.scheduler.current();
            boolean isAtTheGate = fiber != null && fiber.name().startsWith("begin") && call.is("lock");
            if (!isAtTheGate || !asked.add(fiber)) {
                return call.goOn();
            }
            return real.lock(call.argument(0), call.argument(1))
                    .map(task -> task.state() instanceof TaskState.Running
                            ? runningBy(task, new RunId("somebody else"))
                            : task);
        }));
    }

    /** Ends tasks without asking that their workflows be closed. */
    static Parts withoutStops(Parts sound, World world) {
        return sound.withOutbox(
                real -> Twist.on(WorkflowOutbox.class, real, call -> call.is("requestStop") ? null : call.goOn()));
    }

    /** Forgets the audit row of one decision in ten. */
    static Parts withoutAudit(Parts sound, World world) {
        return sound.withAudit(
                real -> Twist.on(AuditTrail.class, real, call -> world.dice.chance(100) ? null : call.goOn()));
    }

    /** Does not remember idempotency keys. */
    static Parts withoutKeys(Parts sound, World world) {
        return sound.withKeys(
                real -> Twist.on(SubmitKeys.class, real, call -> call.is("remember") ? null : call.goOn()));
    }

    private static @Nullable Object unguarded(Twist.Call call, TaskStore real) {
        TaskScope scope = call.argument(0);
        TaskChange change = call.argument(1);
        Task kept = real.find(scope, change.before().id()).orElseThrow();
        Task after = change.after();
        Revision revision = new Revision(
                kept.revision().created(), later(kept, after), kept.revision().version() + 1);
        Task forced =
                Task.rehydrated(after.id(), after.request(), after.state(), after.message(), after.report(), revision);
        return call.goOn(scope, new TaskChange(kept, forced, change.cause()));
    }

    private static Instant later(Task kept, Task after) {
        return after.revision().updated().isBefore(kept.revision().updated())
                ? kept.revision().updated()
                : after.revision().updated();
    }

    private static Task runningBy(Task task, RunId run) {
        Run passed = task.state().runOrNull();
        boolean isIts = task.state() instanceof TaskState.Running
                && passed != null
                && passed.id().equals(run);
        return isIts || task.state() instanceof TaskState.Pending
                ? task
                : Task.rehydrated(
                        task.id(),
                        task.request(),
                        new TaskState.Running(new Run(run, task.revision().updated())),
                        task.message(),
                        task.report(),
                        task.revision());
    }

    private static @Nullable RunId asking(World world) {
        Fiber fiber = world.scheduler.current();
        return fiber == null ? null : fiber.run;
    }
}
