package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.Reason;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows 13 to 15 of the order of checks. */
final class CancelTaskRouteTest {

    private static final String LOCATION =
            "/v2/org/demo-org/nico/task/" + TaskExamples.ID + "?siteId=660e8400-e29b-41d4-a716-446655440000";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
        fixture.clock.tick(Duration.ofMillis(180_500));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    static Stream<Arguments> openTasks() {
        return Stream.of(
                Arguments.of(TaskExamples.aWaitingTask(), "null", "2", "confirmed"),
                Arguments.of(TaskExamples.aPendingTask(), "null", "2", "requested"),
                Arguments.of(TaskExamples.aRunningTask(), "\"2026-06-01T12:01:00Z\"", "3", "requested"));
    }

    @ParameterizedTest
    @MethodSource("openTasks")
    void row_15_an_open_task_is_cancelled(Task task, String started, String version, String stop) {
        fixture.given(task);

        HttpResponse<String> response = cancel(Paths.CANCEL);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body())
                .isEqualTo("{\"id\":\"" + TaskExamples.ID + "\",\"status\":\"Terminated\","
                        + "\"description\":\"Power on rack 7\",\"message\":\"Cancelled by user\","
                        + "\"ruleId\":\"00000000-0000-0003-0000-000000000001\",\"started\":" + started
                        + ",\"finished\":\"2026-06-01T12:03:00.5Z\",\"created\":\"2026-06-01T12:00:00Z\","
                        + "\"updated\":\"2026-06-01T12:03:00.5Z\"}");
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Cancel-Outcome")).isEqualTo("cancelled");
        assertThat(header(response, "Task-Stop")).isEqualTo(stop);
        assertThat(header(response, "ETag")).isEqualTo('"' + version + '-' + stop + '"');
        assertThat(header(response, "Location")).isEqualTo(LOCATION);
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(stop.equals("requested"));
        assertThat(fixture.stored(task).status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(fixture.audit()).extracting(AuditEntry::outcome).containsExactly(new Outcome.Granted());
    }

    @Test
    void row_14_a_second_cancel_changes_nothing_and_gets_the_same_response() {
        Task task = fixture.given(TaskExamples.aRunningTask());
        HttpResponse<String> first = cancel(Paths.CANCEL);
        Task cancelled = fixture.stored(task);
        fixture.clock.tick(Duration.ofSeconds(1));

        HttpResponse<String> second = cancel(Paths.CANCEL);

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "ETag")).isEqualTo(header(first, "ETag"));
        assertThat(header(second, "Cancel-Outcome")).isEqualTo("already-terminated");
        assertThat(header(second, "Task-Stop")).isEqualTo("requested");
        assertThat(header(second, "Location")).isEqualTo(LOCATION);
        assertThat(fixture.stored(task)).isEqualTo(cancelled);
        assertThat(fixture.audit()).hasSize(1);
    }

    @Test
    void both_mounts_send_the_same_bytes() {
        fixture.given(TaskExamples.aRunningTaskWithReport());
        HttpResponse<String> onOldMount = cancel(Paths.onOldMount(Paths.CANCEL));

        HttpResponse<String> onNewMount = cancel(Paths.CANCEL);

        assertThat(onOldMount.statusCode()).isEqualTo(onNewMount.statusCode());
        assertThat(onOldMount.body()).isEqualTo(onNewMount.body());
        assertThat(header(onOldMount, "Location")).isEqualTo(header(onNewMount, "Location"));
    }

    static Stream<Arguments> finishedTasks() {
        return Stream.of(
                Arguments.of(
                        TaskExamples.aSucceededTask(), "Succeeded", "Succeeded", "\"2026-06-01T12:01:00Z\"", ".12Z"),
                Arguments.of(
                        TaskExamples.aFailedTask(),
                        "Failed",
                        "one tray gave no answer",
                        "\"2026-06-01T12:01:00Z\"",
                        "Z"),
                Arguments.of(TaskExamples.aFailedTaskThatNeverRan(), "Failed", "could not be started", "null", "Z"));
    }

    @ParameterizedTest
    @MethodSource("finishedTasks")
    void row_13_a_cancel_of_a_finished_task_shows_it_unchanged(
            Task task, String status, String message, String started, String fraction) {
        fixture.given(task);

        HttpResponse<String> response = cancel(Paths.CANCEL);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.body())
                .isEqualTo("{\"source\":\"nico\",\"message\":\"Task " + TaskExamples.ID
                        + " cannot be cancelled: it has already finished (status: " + status + ")\",\"data\":{\"id\":\""
                        + TaskExamples.ID + "\",\"status\":\"" + status + "\",\"description\":\"Power on rack 7\","
                        + "\"message\":\"" + message + "\",\"ruleId\":\"00000000-0000-0003-0000-000000000001\","
                        + "\"started\":" + started + ",\"finished\":\"2026-06-01T12:02:00" + fraction + "\","
                        + "\"created\":\"2026-06-01T12:00:00Z\",\"updated\":\"2026-06-01T12:02:00" + fraction + "\"}}");
        assertThat(header(response, "Cancel-Outcome")).isEqualTo("not-cancellable");
        assertThat(fixture.stored(task)).isEqualTo(task);
        assertThat(fixture.stopOf(task)).isEmpty();
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void the_reason_is_audited() {
        fixture.given(TaskExamples.aPendingTask());
        String reason = "\uD83D\uDE00".repeat(512);

        HttpResponse<String> response = fixture.client.post(
                Paths.CANCEL,
                HttpFixture.ADMIN,
                "{\"reason\":\"" + reason + "\",\"siteId\":\"660E8400-E29B-41D4-A716-446655440000\"}",
                "X-Request-ID",
                "request-7");

        assertThat(response.statusCode()).isEqualTo(202);
        AuditEntry entry = fixture.audit().getFirst();
        assertThat(entry.reason()).isEqualTo(new Reason(reason));
        assertThat(entry.request().origin().requestId()).isEqualTo("request-7");
        assertThat(entry.request().origin().sourceAddress()).isEqualTo("127.0.0.1");
        assertThat(entry.request().subject().value()).isEqualTo("admin");
    }

    @Test
    void unknown_keys_and_the_query_are_ignored() {
        fixture.given(TaskExamples.aPendingTask());

        HttpResponse<String> response = fixture.client.post(
                Paths.CANCEL + "?siteId=x&dryRun=true&dryRun",
                HttpFixture.ADMIN,
                "{\"force\":true,\"siteId\":\"" + HttpFixture.SITE + "\",\"more\":{\"a\":[1,null]}}");

        assertThat(response.statusCode()).isEqualTo(202);
    }

    @Test
    void ids_are_read_in_either_case_and_written_in_lower_case() {
        fixture.given(TaskExamples.aPendingTask());

        HttpResponse<String> response = cancel(Paths.cancel("DEMO-org", "123E4567-E89B-12D3-A456-426614174000"));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).startsWith("{\"id\":\"" + TaskExamples.ID + "\"");
        assertThat(header(response, "Location")).isEqualTo(LOCATION.replace("demo-org", "DEMO-org"));
    }

    @Test
    void the_location_of_a_cancel_works_for_every_name_of_an_org() {
        fixture.given(TaskExamples.aPendingTask());
        String org = "r%26d%2F%C3%BCnit%207";

        HttpResponse<String> response = cancel(Paths.cancel(org, TaskExamples.ID));

        String location = header(response, "Location");
        assertThat(location).isEqualTo(LOCATION.replace("demo-org", org));
        assertThat(fixture.client.get(location, HttpFixture.ADMIN).body()).isEqualTo(response.body());
    }

    private HttpResponse<String> cancel(String path) {
        return fixture.client.post(path, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
