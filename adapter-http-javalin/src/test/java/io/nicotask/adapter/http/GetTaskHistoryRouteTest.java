package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AuditEntry.Action;
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

    private HttpFixture world;

    @BeforeEach
    void start() {
        world = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void every_change_is_shown_oldest_first() {
        world.client.post(
                Paths.SUBMIT, HttpFixture.ADMIN, SubmitBodies.powerOn().json(), "X-Request-ID", "request-1");
        world.clock.tick(Duration.ofMillis(1250));
        world.client.post(
                Paths.cancel(HttpFixture.ORG, SubmitBodies.FIRST_ID),
                HttpFixture.ADMIN,
                "{\"siteId\":\"" + HttpFixture.SITE + "\",\"reason\":\"wrong \\\"rack\\\" \uD83D\uDE00\"}",
                "X-Request-ID",
                "request-2");

        HttpResponse<String> answer = world.client.get(
                history(HttpFixture.ORG, SubmitBodies.FIRST_ID) + "?siteId=" + HttpFixture.SITE, HttpFixture.ADMIN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("""
                [{"from":null,"to":"Pending","at":"2026-06-01T12:00:00Z","actor":"user:admin","reason":null,\
                "requestId":"request-1"},\
                {"from":"Pending","to":"Terminated","at":"2026-06-01T12:00:01.25Z","actor":"user:admin",\
                "reason":"wrong \\"rack\\" \uD83D\uDE00","requestId":"request-2"}]""");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().map()).doesNotContainKeys("ETag", "Location", "Task-Stop");
    }

    @Test
    void a_change_by_the_system_has_no_request_id() {
        world.given(TaskExamples.aPendingTask());

        HttpResponse<String> answer = get(HttpFixture.ADMIN, Paths.HISTORY);

        assertThat(answer.body()).isEqualTo("""
                [{"from":null,"to":"Pending","at":"2026-06-01T12:00:00Z","actor":"system:test","reason":null,\
                "requestId":null}]""");
        assertThat(world.audit()).isEmpty();
    }

    @Test
    void the_caller_is_authorized_first() {
        String wrong = "?unknown=1";

        HttpResponse<String> stranger = get(HttpFixture.STRANGER, history(HttpFixture.ORG, "no-uuid") + wrong);
        HttpResponse<String> member = get(HttpFixture.MEMBER, history(HttpFixture.ORG, "no-uuid") + wrong);
        HttpResponse<String> poor =
                get(HttpFixture.ADMIN, history(HttpFixture.ORG_WITHOUT_PROVIDER, "no-uuid") + wrong);

        assertAnswer(stranger, 403, "Failed to validate membership for org: demo-org");
        assertAnswer(member, 403, "User does not have Provider Admin role with org");
        assertAnswer(poor, 400, "Failed to retrieve Infrastructure Provider for org");
        assertThat(world.audit())
                .extracting(entry -> entry.request().action())
                .hasSize(3)
                .containsOnly(Action.GET_TASK_HISTORY);
    }

    @Test
    void then_the_task_id_is_checked() {
        HttpResponse<String> answer = get(HttpFixture.ADMIN, history(HttpFixture.ORG, "no-uuid") + "?unknown=1");

        assertAnswer(answer, 400, "Invalid Task ID specified in URL");
    }

    @ParameterizedTest
    @CsvSource({"?unknown=1, unknown", "?siteId=no-uuid&b=1&a=2, b", "?siteId=&includeReport=true, includeReport"})
    void then_the_query_parameter_names_are_checked(String query, String name) {
        HttpResponse<String> answer = get(HttpFixture.ADMIN, BASE + query);

        assertAnswer(answer, 400, "Unknown query parameter specified in request: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?siteId", "?siteId=%20"})
    void then_a_site_is_required(String query) {
        HttpResponse<String> answer = get(HttpFixture.ADMIN, BASE + query);

        assertAnswer(answer, 400, "siteId query parameter is required");
    }

    @Test
    void then_a_repeated_site_is_refused() {
        HttpResponse<String> answer = get(HttpFixture.ADMIN, Paths.HISTORY + "&siteId=" + HttpFixture.SITE);

        assertAnswer(answer, 400, "Failed to parse request data");
    }

    @Test
    void then_the_site_is_checked() {
        assertAnswer(
                get(HttpFixture.ADMIN, BASE + "?siteId=no-uuid"),
                400,
                "Failed to validate Site specified in request: invalid ID");
        assertAnswer(
                get(HttpFixture.ADMIN, BASE + "?siteId=" + HttpFixture.UNKNOWN_SITE),
                400,
                "Site specified in request does not exist");
        assertAnswer(
                get(HttpFixture.ADMIN, BASE + "?siteId=" + HttpFixture.FOREIGN_SITE),
                403,
                "Site specified in request doesn't belong to current org's Provider");
        assertAnswer(
                get(HttpFixture.ADMIN, BASE + "?siteId=" + HttpFixture.SITE_WITHOUT_FLOW),
                412,
                "Site does not have NICo Flow enabled");
    }

    @Test
    void a_task_of_another_site_gets_the_response_of_an_unknown_one() {
        world.given(TaskExamples.aPendingTaskAt(HttpFixture.SECOND_SITE));

        HttpResponse<String> elsewhere = get(HttpFixture.ADMIN, Paths.HISTORY);
        HttpResponse<String> unknown =
                get(HttpFixture.ADMIN, Paths.HISTORY.replace(TaskExamples.ID, HttpFixture.SITE.toString()));

        assertAnswer(unknown, 404, "Task not found");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(elsewhere.body()).isEqualTo(unknown.body());
    }

    private HttpResponse<String> get(String token, String path) {
        return world.client.get(path, token);
    }

    private static String history(String org, String id) {
        return Paths.get(org, id) + "/history";
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String message) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(Paths.error(message));
    }
}
