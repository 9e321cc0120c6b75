package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.domain.task.Task;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GetTaskRouteTest {

    private static final String BASE = Paths.get(HttpFixture.ORG, TaskExamples.ID);

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
    void an_open_task_is_shown() {
        fixture.given(TaskExamples.aPendingTask());

        HttpResponse<String> response = get(HttpFixture.ADMIN, Paths.GET);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"id\":\"" + TaskExamples.ID
                        + "\",\"status\":\"Pending\",\"description\":\"Power on rack 7\","
                        + "\"message\":\"Pending\",\"ruleId\":\"00000000-0000-0003-0000-000000000001\","
                        + "\"started\":null,\"finished\":null,\"created\":\"2026-06-01T12:00:00Z\","
                        + "\"updated\":\"2026-06-01T12:00:00Z\"}");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(response.headers().firstValue("Task-Stop")).isEmpty();
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void a_long_response_with_one_task_is_not_compressed() {
        String description = "\uD83D\uDE00".repeat(512);
        fixture.given(TaskExamples.aPendingTaskDescribedAs(description));

        HttpResponse<String> response = fixture.client.get(Paths.GET, HttpFixture.ADMIN, "Accept-Encoding", "gzip");

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.body()).contains("\"description\":\"" + description + '"');
    }

    @Test
    void a_client_can_watch_the_stop_of_a_cancelled_task() {
        Task task = fixture.given(TaskExamples.aPendingTask());
        HttpResponse<String> cancelled =
                fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE));

        HttpResponse<String> requested = get(HttpFixture.ADMIN, Paths.GET);
        fixture.clock.tick(Duration.ofSeconds(61));
        HttpResponse<String> overdue = get(HttpFixture.ADMIN, Paths.GET);
        fixture.relay.confirmStop(task);
        fixture.releaseRack(task);
        HttpResponse<String> confirmed = get(HttpFixture.ADMIN, Paths.GET);

        assertStop(requested, "requested", true);
        assertStop(overdue, "needs-attention", false);
        assertStop(confirmed, "confirmed", false);
        assertThat(requested.body()).isEqualTo(cancelled.body());
        assertThat(confirmed.body()).isEqualTo(cancelled.body());
    }

    @Test
    void the_location_of_a_cancel_is_the_path_of_its_task() {
        fixture.given(TaskExamples.aPendingTask());
        HttpResponse<String> cancelled =
                fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE));
        String location = cancelled.headers().firstValue("Location").orElseThrow();

        HttpResponse<String> followed = get(HttpFixture.ADMIN, location);

        assertThat(followed.statusCode()).isEqualTo(200);
        assertThat(followed.body()).isEqualTo(cancelled.body());
        assertThat(followed.headers().firstValue("ETag"))
                .isEqualTo(cancelled.headers().firstValue("ETag"));
    }

    @Test
    void the_caller_is_authorized_first() {
        String wrong = "?unknown=1";

        HttpResponse<String> stranger = get(HttpFixture.STRANGER, Paths.get(HttpFixture.ORG, "no-uuid") + wrong);
        HttpResponse<String> member = get(HttpFixture.MEMBER, Paths.get(HttpFixture.ORG, "no-uuid") + wrong);
        HttpResponse<String> poor =
                get(HttpFixture.ADMIN, Paths.get(HttpFixture.ORG_WITHOUT_PROVIDER, "no-uuid") + wrong);

        assertResponse(stranger, 403, "Failed to validate membership for org: demo-org");
        assertResponse(member, 403, "User does not have Provider Admin role with org");
        assertResponse(poor, 400, "Failed to retrieve Infrastructure Provider for org");
        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action())
                .hasSize(6)
                .containsOnly(Action.GET_TASK);
    }

    @Test
    void then_the_task_id_is_checked() {
        HttpResponse<String> response = get(HttpFixture.ADMIN, Paths.get(HttpFixture.ORG, "no-uuid") + "?unknown=1");

        assertResponse(response, 400, "Invalid Task ID specified in URL");
    }

    @ParameterizedTest
    @CsvSource({
        "?unknown=1, unknown",
        "?siteID=660e8400-e29b-41d4-a716-446655440000, siteID",
        "?siteId=no-uuid&b=1&a=2, b",
        "?siteId=&b, b",
        "?activeOnly=true, activeOnly",
        "?%C3%A9=1, é"
    })
    void then_the_query_parameter_names_are_checked(String query, String name) {
        HttpResponse<String> response = get(HttpFixture.ADMIN, BASE + query);

        assertResponse(response, 400, "Unknown query parameter specified in request: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?&", "?siteId", "?siteId=", "?siteId=%20", "?siteId=+"})
    void then_a_site_is_required(String query) {
        HttpResponse<String> response = get(HttpFixture.ADMIN, BASE + query);

        assertResponse(response, 400, "siteId query parameter is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?siteId=%zz", "?siteId=%", "?siteId=a&siteId=a"})
    void then_an_undecodable_or_repeated_site_is_refused(String query) {
        String response = fixture.client.raw(
                "GET " + BASE + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + HttpFixture.ADMIN + "\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 400 ").endsWith(Paths.error("Failed to parse request data"));
    }

    @Test
    void then_the_site_is_checked() {
        assertResponse(
                get(HttpFixture.ADMIN, BASE + "?siteId=no-uuid"),
                400,
                "Failed to validate Site specified in request: invalid ID");
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

    @Test
    void a_task_of_another_site_gets_the_response_of_an_unknown_one() {
        fixture.given(TaskExamples.aPendingTaskAt(HttpFixture.SECOND_SITE));

        HttpResponse<String> elsewhere = get(HttpFixture.ADMIN, Paths.GET);
        HttpResponse<String> unknown =
                get(HttpFixture.ADMIN, Paths.GET.replace(TaskExamples.ID, HttpFixture.SITE.toString()));

        assertResponse(unknown, 404, "Task not found");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(elsewhere.body()).isEqualTo(unknown.body());
        assertThat(fixture.audit()).extracting(AuditEntry::outcome).isEmpty();
    }

    /** Sends the request to both mounts, and requires the same response. */
    private HttpResponse<String> get(String token, String path) {
        HttpResponse<String> response = fixture.client.get(path, token);
        HttpResponse<String> onOldMount = fixture.client.get(Paths.onOldMount(path), token);
        assertThat(onOldMount.statusCode()).isEqualTo(response.statusCode());
        assertThat(onOldMount.body()).isEqualTo(response.body());
        return response;
    }

    private static void assertResponse(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
    }

    private static void assertStop(HttpResponse<String> response, String stop, boolean retry) {
        assertThat(response.headers().firstValue("Task-Stop")).contains(stop);
        assertThat(response.headers().firstValue("ETag")).contains("\"2-" + stop + '"');
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(retry);
    }
}
