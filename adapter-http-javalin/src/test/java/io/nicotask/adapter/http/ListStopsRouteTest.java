package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListStopsRouteTest {

    private static final String BASE = Paths.stops(HttpFixture.ORG);
    private static final String QUIET =
            "{\"site\":{\"needsAttention\":false,\"reason\":null,\"workflows\":0,\"missing\":0,\"astray\":0,"
                    + "\"engine\":\"unknown\",\"lastReply\":null,\"unreachableSince\":null},";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_site_without_open_stops_has_an_empty_list() {
        HttpResponse<String> response = get(HttpFixture.ADMIN, Paths.STOPS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(QUIET + "\"stops\":[]}");
        assertThat(response.headers().map()).doesNotContainKeys("Next-Cursor", "X-Pagination", "ETag");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void a_stop_is_shown_with_its_request_time_attempts_and_last_cause() {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.relay.postponeStop(task, "engine away");

        String before = get(HttpFixture.ADMIN, Paths.STOPS).body();
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
        String after = get(HttpFixture.ADMIN, Paths.STOPS).body();

        String stop = """
                "stops":[{"taskId":"123e4567-e89b-12d3-a456-426614174000","status":"Terminated",\
                "rackId":"00000000-0000-0002-0000-000000000001","stop":"%s","reason":%s,\
                "requested":"2026-06-01T12:00:00Z","engineClosed":null,"lastCommandBegun":null,"rackFree":null,\
                "attempts":1,"lastCause":"engine away","components":[],"waitingTaskIds":[]}]}""";
        assertThat(before).isEqualTo(QUIET + stop.formatted("requested", null));
        assertThat(after)
                .isEqualTo(QUIET + stop.formatted("needs-attention", "\"Not confirmed in time: engine away\""));
    }

    @Test
    void the_known_times_of_a_stop_and_the_tasks_that_wait_for_its_rack_are_shown() {
        fixture.givenWithDrainingStop(TaskExamples.aTerminatedTask(1));
        fixture.given(TaskExamples.aWaitingTask());

        assertThat(get(HttpFixture.ADMIN, Paths.STOPS).body())
                .contains("\"stop\":\"requested\",\"reason\":null,\"requested\":\"2026-06-01T12:00:01Z\","
                        + "\"engineClosed\":\"2026-06-01T12:00:02Z\",\"lastCommandBegun\":\"2026-06-01T12:00:00Z\","
                        + "\"rackFree\":null,")
                .endsWith("\"waitingTaskIds\":[\"" + TaskExamples.ID + "\"]}]}");
    }

    @Test
    void the_time_since_which_the_rack_is_free_is_shown() {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.clock.tick(Duration.ofSeconds(1));
        fixture.releaseRack(task);

        assertThat(get(HttpFixture.ADMIN, Paths.STOPS).body())
                .contains("\"stop\":\"requested\"", "\"rackFree\":\"2026-06-01T12:00:01Z\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "TERMINATED"})
    void the_stop_of_every_ended_task_is_listed(TaskStatus status) {
        Task ended = switch (status) {
            case SUCCEEDED -> TaskExamples.aSucceededTask();
            case FAILED -> TaskExamples.aFailedTask();
            default -> TaskExamples.aTerminatedTask();
        };

        fixture.givenWithRequestedStop(ended);

        assertThat(get(HttpFixture.ADMIN, Paths.STOPS).body())
                .contains("\"status\":\"" + status.label() + "\"", "\"stop\":\"requested\"");
    }

    @Test
    void components_to_inspect_are_shown() {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.steps.alertInspection(task, 1, "cut off");

        assertThat(get(HttpFixture.ADMIN, Paths.STOPS).body())
                .endsWith("\"stop\":\"needs-attention\",\"reason\":\"Components of the rack must be inspected\","
                        + "\"requested\":\"2026-06-01T12:00:00Z\",\"engineClosed\":null,"
                        + "\"lastCommandBegun\":null,\"rackFree\":null,"
                        + "\"attempts\":0,\"lastCause\":null,"
                        + "\"components\":[{\"componentType\":\"Compute\","
                        + "\"componentId\":\"00000000-0000-0009-0000-000000000001\",\"why\":\"cut off\","
                        + "\"at\":\"2026-06-01T12:00:00Z\"}],\"waitingTaskIds\":[]}]}");
    }

    @Test
    void the_state_of_the_workflows_in_the_engine_is_shown() {
        fixture.given(TaskExamples.aRunningTask());
        fixture.relay.reportWrongNamespace();

        assertThat(get(HttpFixture.ADMIN, Paths.STOPS).body()).startsWith("""
                {"site":{"needsAttention":true,"reason":"1 of 1 workflows were started in another namespace than the one \
                that the site has now","workflows":1,"missing":0,"astray":1,"engine":"unknown",\
                "lastReply":null,"unreachableSince":null},""");
    }

    @Test
    void an_engine_that_replied_to_the_last_call_is_reachable() {
        fixture.engine(new EngineStatus(Instant.parse("2026-06-01T12:00:00Z"), null));

        assertThat(get(HttpFixture.ADMIN, Paths.STOPS).body())
                .contains("\"engine\":\"reachable\",\"lastReply\":\"2026-06-01T12:00:00Z\",\"unreachableSince\":null}");
    }

    @Test
    void an_engine_that_did_not_reply_is_unreachable_since_the_first_failed_call() {
        fixture.engine(new EngineStatus(Instant.parse("2026-06-01T12:00:00Z"), Instant.parse("2026-06-01T12:00:04Z")));

        assertThat(get(HttpFixture.ADMIN, Paths.STOPS).body())
                .contains("\"engine\":\"unreachable\",\"lastReply\":\"2026-06-01T12:00:00Z\","
                        + "\"unreachableSince\":\"2026-06-01T12:00:04Z\"}");
    }

    @Test
    void a_cursor_continues_the_list() {
        fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask(1));
        fixture.clock.tick(Duration.ofSeconds(1));
        fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask(2));
        fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask(3));

        HttpResponse<String> first = get(HttpFixture.ADMIN, Paths.STOPS + "&pageSize=1&cursor=");
        HttpResponse<String> rest = get(HttpFixture.ADMIN, Paths.STOPS + "&cursor=" + cursorOf(first));

        assertThat(first.body())
                .contains(TaskExamples.aTerminatedTask(1).id().toString())
                .doesNotContain(TaskExamples.aTerminatedTask(2).id().toString());
        assertThat(rest.body())
                .contains(
                        TaskExamples.aTerminatedTask(2).id().toString(),
                        TaskExamples.aTerminatedTask(3).id().toString())
                .doesNotContain(TaskExamples.aTerminatedTask(1).id().toString());
        assertThat(rest.headers().firstValue("Next-Cursor")).isEmpty();
    }

    @Test
    void the_caller_is_authorized_first() {
        String wrong = "?unknown=1&pageSize=x";

        assertResponse(get(HttpFixture.STRANGER, BASE + wrong), 403, "Failed to validate membership for org: demo-org");
        assertResponse(get(HttpFixture.MEMBER, BASE + wrong), 403, "User does not have Provider Admin role with org");
        assertResponse(
                get(HttpFixture.ADMIN, Paths.stops(HttpFixture.ORG_WITHOUT_PROVIDER) + wrong),
                400,
                "Failed to retrieve Infrastructure Provider for org");
        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action())
                .hasSize(3)
                .containsOnly(Action.LIST_STOPS);
    }

    @ParameterizedTest
    @CsvSource({"pageNumber=1, pageNumber", "activeOnly=maybe, activeOnly", "siteID=x&pageSize=x, siteID"})
    void then_the_query_parameter_names_are_checked(String query, String name) {
        assertResponse(
                get(HttpFixture.ADMIN, BASE + "?" + query),
                400,
                "Unknown query parameter specified in request: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?siteId=&pageSize=x", "?siteId=%20&cursor=!"})
    void then_a_site_is_required(String query) {
        assertResponse(get(HttpFixture.ADMIN, BASE + query), 400, "siteId query parameter is required");
    }

    @Test
    void then_the_site_must_be_a_uuid() {
        assertResponse(
                get(HttpFixture.ADMIN, BASE + "?siteId=no-uuid&pageSize=x"),
                400,
                "Failed to validate Site specified in request: invalid ID");
    }

    @Test
    void then_the_page_size_and_the_cursor_are_checked() {
        String unknownSite = BASE + "?siteId=" + HttpFixture.UNKNOWN_SITE;

        assertResponse(
                get(HttpFixture.ADMIN, unknownSite + "&pageSize=x&cursor=!"),
                400,
                "Failed to parse request pagination data");
        assertThat(get(HttpFixture.ADMIN, unknownSite + "&pageSize=101&cursor=!")
                        .body())
                .isEqualTo("{\"source\":\"nico\",\"message\":\"Failed to validate pagination request data\","
                        + "\"data\":{\"pageSize\":\"must be between 1 and 100\"}}");
        assertResponse(
                get(HttpFixture.ADMIN, unknownSite + "&cursor=!"), 400, "Failed to parse request pagination data");
    }

    @Test
    void then_the_site_is_checked() {
        assertResponse(
                get(HttpFixture.ADMIN, BASE + "?siteId=" + HttpFixture.UNKNOWN_SITE),
                400,
                "Site specified in request does not exist");
        assertResponse(
                get(HttpFixture.ADMIN, BASE + "?siteId=" + HttpFixture.FOREIGN_SITE),
                403,
                "Site specified in request doesn't belong to current org's Provider");
        assertResponse(
                get(HttpFixture.ADMIN, BASE + "?siteId=" + HttpFixture.SITE_WITHOUT_FLOW),
                412,
                "Site does not have NICo Flow enabled");
    }

    private static String cursorOf(HttpResponse<String> response) {
        return response.headers().firstValue("Next-Cursor").orElseThrow();
    }

    private HttpResponse<String> get(String token, String path) {
        return fixture.client.get(path, token);
    }

    private static void assertResponse(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
    }
}
