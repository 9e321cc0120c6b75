package io.nicotask.adapter.http;

import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the servers of the corpus hold, by the names that its files give it; each server's clock stands still. */
final class CorpusWorlds {

    private static final Map<String, Supplier<World>> WORLDS = Map.ofEntries(
            Map.entry("nothing", holding(world -> {})),
            Map.entry("a waiting task", keeping(Tasks.aWaitingTask())),
            Map.entry("a pending task", keeping(Tasks.aPendingTask())),
            Map.entry("a running task", keeping(Tasks.aRunningTask())),
            Map.entry("a running task with a report", keeping(Tasks.aRunningTaskWithReport())),
            Map.entry("a succeeded task", keeping(Tasks.aSucceededTask())),
            Map.entry("a failed task", keeping(Tasks.aFailedTask())),
            Map.entry("a failed task that never ran", keeping(Tasks.aFailedTaskThatNeverRan())),
            Map.entry("several tasks", holding(CorpusWorlds::severalTasks)),
            Map.entry("a requested stop", holding(world -> world.givenToStop(Tasks.aTerminatedTask()))),
            Map.entry("a stop that needs attention", holding(CorpusWorlds::stopThatNeedsAttention)),
            Map.entry("a component to inspect", holding(CorpusWorlds::componentToInspect)),
            Map.entry("three requested stops", holding(CorpusWorlds::threeStops)),
            Map.entry("a workflow in another namespace", holding(CorpusWorlds::workflowElsewhere)),
            Map.entry("a database that is down", holding(world -> world.readiness(false, Map.of("default", true)))),
            Map.entry("keys that are not loaded", holding(world -> world.tokens.ready(false))),
            Map.entry("an engine that is down", holding(world -> world.readiness(true, Map.of("default", false)))),
            Map.entry("another API name", () -> withTokens(World.named("carbide"))),
            Map.entry("a bug", () -> withTokens(World.cancellingBy(failing(new IllegalStateException("secret"))))),
            Map.entry("an unavailable store", () -> withTokens(World.cancellingBy(failing(unavailable())))));

    private CorpusWorlds() {}

    /** A running server that holds it. */
    static World given(String name) {
        return Objects.requireNonNull(WORLDS.get(name), name).get();
    }

    private static Supplier<World> keeping(Task task) {
        return holding(world -> world.given(task));
    }

    private static Supplier<World> holding(Consumer<World> given) {
        return () -> {
            World world = withTokens(World.running());
            world.clock.tick(Duration.ofMillis(180_500));
            given.accept(world);
            return world;
        };
    }

    /** For each reason to reject a token, one that is rejected for it. */
    private static World withTokens(World world) {
        for (Rejection rejection : Rejection.values()) {
            world.tokens.reject("token." + rejection.name().toLowerCase(Locale.ROOT), rejection);
        }
        world.tokens.missKeysFor("token.without_keys");
        world.tokens.accept(
                "token.without_profile",
                new Caller(new Subject("robot"), Caller.Profile.EMPTY, Map.of(new OrgName(World.ORG), Set.of())));
        return world;
    }

    private static void severalTasks(World world) {
        ManyTasks pending = ManyTasks.pending();
        world.given(Tasks.aRunningTaskWithReport());
        world.given(Tasks.aTerminatedTask(3));
        world.given(pending.number(1));
        world.given(pending.number(2));
        world.given(pending.on(ManyTasks.OTHER_RACK).on(ManyTasks.TRAY).number(3));
        world.given(pending.on(ManyTasks.OTHER_RACK).of(Operation.UPGRADE).number(4));
        world.given(pending.at(World.SECOND_SITE).number(5));
    }

    private static void stopThatNeedsAttention(World world) {
        Task task = world.givenToStop(Tasks.aTerminatedTask());
        world.postponeStop(task, "engine away");
        world.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
    }

    private static void componentToInspect(World world) {
        world.needsLook(world.givenToStop(Tasks.aTerminatedTask()), 1, "cut off");
    }

    private static void threeStops(World world) {
        for (int number = 1; number <= 3; number++) {
            world.givenToStop(Tasks.aTerminatedTask(number));
            world.clock.tick(Duration.ofSeconds(1));
        }
    }

    private static void workflowElsewhere(World world) {
        world.given(Tasks.aRunningTask());
        world.strays();
    }

    private static CancelTask failing(RuntimeException fault) {
        return command -> {
            throw fault;
        };
    }

    private static StoreUnavailable unavailable() {
        return new StoreUnavailable("The database gave no answer", new IllegalStateException("secret"));
    }
}
