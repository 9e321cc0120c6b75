package io.nicotask.adapter.http;

import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.CancelTask;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.Stop;
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

    private static final Map<String, Supplier<HttpFixture>> FIXTURES = Map.ofEntries(
            Map.entry("nothing", prepared(fixture -> {})),
            Map.entry("a waiting task", withTask(TaskExamples.aWaitingTask())),
            Map.entry("a pending task", withTask(TaskExamples.aPendingTask())),
            Map.entry("a running task", withTask(TaskExamples.aRunningTask())),
            Map.entry("a running task with a report", withTask(TaskExamples.aRunningTaskWithReport())),
            Map.entry("a succeeded task", withTask(TaskExamples.aSucceededTask())),
            Map.entry("a failed task", withTask(TaskExamples.aFailedTask())),
            Map.entry("a failed task that never ran", withTask(TaskExamples.aFailedTaskThatNeverRan())),
            Map.entry("several tasks", prepared(CorpusFixtures::severalTasks)),
            Map.entry(
                    "a requested stop",
                    prepared(fixture -> fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask()))),
            Map.entry("a stop that needs attention", prepared(CorpusFixtures::stopThatNeedsAttention)),
            Map.entry("a component to inspect", prepared(CorpusFixtures::componentToInspect)),
            Map.entry("a draining stop", prepared(CorpusFixtures::drainingStop)),
            Map.entry("three requested stops", prepared(CorpusFixtures::threeStops)),
            Map.entry("a workflow in another namespace", prepared(CorpusFixtures::workflowInWrongNamespace)),
            Map.entry("a database that is down", prepared(fixture -> fixture.readiness(false))),
            Map.entry("keys that are not loaded", prepared(fixture -> fixture.tokens.ready(false))),
            Map.entry("a loop that hangs", prepared(fixture -> fixture.readiness(true, "work"))),
            Map.entry("another API name", () -> withTokens(HttpFixture.named("carbide"))),
            Map.entry(
                    "a bug", () -> withTokens(HttpFixture.cancellingBy(failing(new IllegalStateException("secret"))))),
            Map.entry("an unavailable store", () -> withTokens(HttpFixture.cancellingBy(failing(unavailable())))));

    private CorpusFixtures() {}

    /** Starts a server with the fixture of that name. */
    static HttpFixture given(String name) {
        return Objects.requireNonNull(FIXTURES.get(name), name).get();
    }

    private static Supplier<HttpFixture> withTask(Task task) {
        return prepared(fixture -> fixture.given(task));
    }

    private static Supplier<HttpFixture> prepared(Consumer<HttpFixture> given) {
        return () -> {
            HttpFixture fixture = withTokens(HttpFixture.running());
            fixture.clock.tick(Duration.ofMillis(180_500));
            given.accept(fixture);
            return fixture;
        };
    }

    /** Adds one rejected token for each reason. */
    private static HttpFixture withTokens(HttpFixture fixture) {
        for (Rejection rejection : Rejection.values()) {
            fixture.tokens.reject("token." + rejection.name().toLowerCase(Locale.ROOT), rejection);
        }
        fixture.tokens.missKeysFor("token.without_keys");
        fixture.tokens.accept(
                "token.without_profile",
                new Caller(new Subject("robot"), Caller.Profile.EMPTY, Map.of(new OrgName(HttpFixture.ORG), Set.of())));
        return fixture;
    }

    private static void severalTasks(HttpFixture fixture) {
        NumberedTasks pending = NumberedTasks.pending();
        fixture.given(TaskExamples.aRunningTaskWithReport());
        fixture.given(TaskExamples.aTerminatedTask(3));
        fixture.given(pending.number(1));
        fixture.given(pending.number(2));
        fixture.given(
                pending.on(NumberedTasks.OTHER_RACK).on(NumberedTasks.TRAY).number(3));
        fixture.given(pending.on(NumberedTasks.OTHER_RACK).of(Operation.UPGRADE).number(4));
        fixture.given(pending.at(HttpFixture.SECOND_SITE).number(5));
    }

    private static void stopThatNeedsAttention(HttpFixture fixture) {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.relay.postponeStop(task, "engine away");
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
    }

    private static void componentToInspect(HttpFixture fixture) {
        fixture.steps.alertInspection(fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask()), 1, "cut off");
    }

    private static void drainingStop(HttpFixture fixture) {
        fixture.givenWithDrainingStop(TaskExamples.aTerminatedTask(1));
        fixture.given(TaskExamples.aWaitingTask());
    }

    private static void threeStops(HttpFixture fixture) {
        for (int number = 1; number <= 3; number++) {
            fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask(number));
            fixture.clock.tick(Duration.ofSeconds(1));
        }
    }

    private static void workflowInWrongNamespace(HttpFixture fixture) {
        fixture.given(TaskExamples.aRunningTask());
        fixture.relay.reportWrongNamespace();
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
