package io.nicotask.adapter.http;

import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.CancelTask;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The fixtures of the corpus by the names in its files. The clock of each server stands still. */
final class CorpusFixtures {

    private static final Map<String, Supplier<HttpFixture>> WORLDS = Map.ofEntries(
            Map.entry("nothing", holding(world -> {})),
            Map.entry("a waiting task", keeping(TaskExamples.aWaitingTask())),
            Map.entry("a pending task", keeping(TaskExamples.aPendingTask())),
            Map.entry("a running task", keeping(TaskExamples.aRunningTask())),
            Map.entry("a running task with a report", keeping(TaskExamples.aRunningTaskWithReport())),
            Map.entry("a succeeded task", keeping(TaskExamples.aSucceededTask())),
            Map.entry("a failed task", keeping(TaskExamples.aFailedTask())),
            Map.entry("a failed task that never ran", keeping(TaskExamples.aFailedTaskThatNeverRan())),
            Map.entry("several tasks", holding(CorpusFixtures::severalTasks)),
            Map.entry("a requested stop", holding(world -> world.givenToStop(TaskExamples.aTerminatedTask()))),
            Map.entry("a stop that needs attention", holding(CorpusFixtures::stopThatNeedsAttention)),
            Map.entry("a component to inspect", holding(CorpusFixtures::componentToInspect)),
            Map.entry("three requested stops", holding(CorpusFixtures::threeStops)),
            Map.entry("a workflow in another namespace", holding(CorpusFixtures::workflowElsewhere)),
            Map.entry("a database that is down", holding(world -> world.readiness(false, Map.of("default", true)))),
            Map.entry("keys that are not loaded", holding(world -> world.tokens.ready(false))),
            Map.entry("an engine that is down", holding(world -> world.readiness(true, Map.of("default", false)))),
            Map.entry("another API name", () -> withTokens(HttpFixture.named("carbide"))),
            Map.entry(
                    "a bug", () -> withTokens(HttpFixture.cancellingBy(failing(new IllegalStateException("secret"))))),
            Map.entry("an unavailable store", () -> withTokens(HttpFixture.cancellingBy(failing(unavailable())))));

    private CorpusFixtures() {}

    /** Starts a server with the fixture of that name. */
    static HttpFixture given(String name) {
        return Objects.requireNonNull(WORLDS.get(name), name).get();
    }

    private static Supplier<HttpFixture> keeping(Task task) {
        return holding(world -> world.given(task));
    }

    private static Supplier<HttpFixture> holding(Consumer<HttpFixture> given) {
        return () -> {
            HttpFixture world = withTokens(HttpFixture.running());
            world.clock.tick(Duration.ofMillis(180_500));
            given.accept(world);
            return world;
        };
    }

    /** Adds one rejected token for each reason. */
    private static HttpFixture withTokens(HttpFixture world) {
        for (Rejection rejection : Rejection.values()) {
            world.tokens.reject("token." + rejection.name().toLowerCase(Locale.ROOT), rejection);
        }
        world.tokens.missKeysFor("token.without_keys");
        world.tokens.accept(
                "token.without_profile",
                new Caller(new Subject("robot"), Caller.Profile.EMPTY, Map.of(new OrgName(HttpFixture.ORG), Set.of())));
        return world;
    }

    private static void severalTasks(HttpFixture world) {
        NumberedTasks pending = NumberedTasks.pending();
        world.given(TaskExamples.aRunningTaskWithReport());
        world.given(TaskExamples.aTerminatedTask(3));
        world.given(pending.number(1));
        world.given(pending.number(2));
        world.given(pending.on(NumberedTasks.OTHER_RACK).on(NumberedTasks.TRAY).number(3));
        world.given(pending.on(NumberedTasks.OTHER_RACK).of(Operation.UPGRADE).number(4));
        world.given(pending.at(HttpFixture.SECOND_SITE).number(5));
    }

    private static void stopThatNeedsAttention(HttpFixture world) {
        Task task = world.givenToStop(TaskExamples.aTerminatedTask());
        world.postponeStop(task, "engine away");
        world.clock.tick(StopStatus.ATTENTION_AFTER.plusSeconds(1));
    }

    private static void componentToInspect(HttpFixture world) {
        world.alertInspection(world.givenToStop(TaskExamples.aTerminatedTask()), 1, "cut off");
    }

    private static void threeStops(HttpFixture world) {
        for (int number = 1; number <= 3; number++) {
            world.givenToStop(TaskExamples.aTerminatedTask(number));
            world.clock.tick(Duration.ofSeconds(1));
        }
    }

    private static void workflowElsewhere(HttpFixture world) {
        world.given(TaskExamples.aRunningTask());
        world.reportWrongNamespace();
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
