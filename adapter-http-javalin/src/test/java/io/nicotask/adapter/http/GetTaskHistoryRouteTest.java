package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GetTaskHistoryRouteTest {

    private static final String BASE = history(HttpFixture.ORG, TaskExamples.ID);

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
    void every_change_is_shown_oldest_first() {
        fixture.client.post(
                Paths.SUBMIT, HttpFixture.ADMIN, SubmitBodies.powerOn().json(), "X-Request-ID", "request-1");
        fixture.clock.tick(Duration.ofMillis(1250));
        fixture.client.post(
                Paths.cancel(HttpFixture.ORG, SubmitBodies.FIRST_ID),
                HttpFixture.ADMIN,
                "{\"siteId\":\"" + HttpFixture.SITE + "\",\"reason\":\"wrong \\\"rack\\\" \uD83D\uDE00\"}",
                "X-Request-ID",
                "request-2");

        HttpResponse<String> response = fixture.client.get(
                history(HttpFixture.ORG, SubmitBodies.FIRST_ID) + "?siteId=" + HttpFixture.SITE, HttpFixture.ADMIN);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("""
                [{"from":null,"to":"Pending","at":"2026-06-01T12:00:00Z","actor":"user:admin","reason":null,\
                "requestId":"request-1"},\
                {"from":"Pending","to":"Terminated","at":"2026-06-01T12:00:01.25Z","actor":"user:admin",\
                "reason":"wrong \\"rack\\" \uD83D\uDE00","requestId":"request-2"}]""");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().map()).doesNotContainKeys("ETag", "Location", "Task-Stop");
    }

    @Test
    void a_change_by_the_system_has_no_request_id() {
        fixture.given(TaskExamples.aPendingTask());

        HttpResponse<String> response = get(HttpFixture.ADMIN, Paths.HISTORY);

        assertThat(response.body()).isEqualTo("""
                [{"from":null,"to":"Pending","at":"2026-06-01T12:00:00Z","actor":"system:test","reason":null,\
                "requestId":null}]""");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void the_caller_is_authorized_first() {
        String wrong = "?unknown=1";

        HttpResponse<String> stranger = get(HttpFixture.STRANGER, history(HttpFixture.ORG, "no-uuid") + wrong);
        HttpResponse<String> member = get(HttpFixture.MEMBER, history(HttpFixture.ORG, "no-uuid") + wrong);
        HttpResponse<String> poor =
                get(HttpFixture.ADMIN, history(HttpFixture.ORG_WITHOUT_PROVIDER, "no-uuid") + wrong);

        assertResponse(stranger, 403, "Failed to validate membership for org: demo-org");
        assertResponse(member, 403, "User does not have Provider Admin role with org");
        assertResponse(poor, 400, "Failed to retrieve Infrastructure Provider for org");
        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action())
                .hasSize(3)
                .containsOnly(Action.GET_TASK_HISTORY);
    }

    @Test
    void then_the_task_id_is_checked() {
        HttpResponse<String> response = get(HttpFixture.ADMIN, history(HttpFixture.ORG, "no-uuid") + "?unknown=1");

        assertResponse(response, 400, "Invalid Task ID specified in URL");
    }

    @ParameterizedTest
    @CsvSource({"?unknown=1, unknown", "?siteId=no-uuid&b=1&a=2, b", "?siteId=&includeReport=true, includeReport"})
    void then_the_query_parameter_names_are_checked(String query, String name) {
        HttpResponse<String> response = get(HttpFixture.ADMIN, BASE + query);

        assertResponse(response, 400, "Unknown query parameter specified in request: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?siteId", "?siteId=%20"})
    void then_a_site_is_required(String query) {
        HttpResponse<String> response = get(HttpFixture.ADMIN, BASE + query);

        assertResponse(response, 400, "siteId query parameter is required");
    }

    @Test
    void then_a_repeated_site_is_refused() {
        HttpResponse<String> response = get(HttpFixture.ADMIN, Paths.HISTORY + "&siteId=" + HttpFixture.SITE);

        assertResponse(response, 400, "Failed to parse request data");
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

        HttpResponse<String> elsewhere = get(HttpFixture.ADMIN, Paths.HISTORY);
        HttpResponse<String> unknown =
                get(HttpFixture.ADMIN, Paths.HISTORY.replace(TaskExamples.ID, HttpFixture.SITE.toString()));

        assertResponse(unknown, 404, "Task not found");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(elsewhere.body()).isEqualTo(unknown.body());
    }

    private HttpResponse<String> get(String token, String path) {
        return fixture.client.get(path, token);
    }

    private static String history(String org, String id) {
        return Paths.get(org, id) + "/history";
    }

    private static void assertResponse(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
    }
}
