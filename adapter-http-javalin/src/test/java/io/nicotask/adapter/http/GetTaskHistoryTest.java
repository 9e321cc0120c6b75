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

final class GetTaskHistoryTest {

    private static final String BASE = history(World.ORG, Tasks.ID);

    private World world;

    @BeforeEach
    void start() {
        world = World.running();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void every_change_is_shown_oldest_first() {
        world.client.post(Paths.SUBMIT, World.ADMIN, Submits.powerOn().json(), "X-Request-ID", "request-1");
        world.clock.tick(Duration.ofMillis(1250));
        world.client.post(
                Paths.cancel(World.ORG, Submits.FIRST_ID),
                World.ADMIN,
                "{\"siteId\":\"" + World.SITE + "\",\"reason\":\"wrong \\\"rack\\\" \uD83D\uDE00\"}",
                "X-Request-ID",
                "request-2");

        HttpResponse<String> answer =
                world.client.get(history(World.ORG, Submits.FIRST_ID) + "?siteId=" + World.SITE, World.ADMIN);

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
    void what_the_system_does_by_itself_has_no_request() {
        world.given(Tasks.aPendingTask());

        HttpResponse<String> answer = get(World.ADMIN, Paths.HISTORY);

        assertThat(answer.body()).isEqualTo("""
                [{"from":null,"to":"Pending","at":"2026-06-01T12:00:00Z","actor":"system:test","reason":null,\
                "requestId":null}]""");
        assertThat(world.audit()).isEmpty();
    }

    @Test
    void the_callers_rights_are_asked_for_first() {
        String wrong = "?unknown=1";

        HttpResponse<String> stranger = get(World.STRANGER, history(World.ORG, "no-uuid") + wrong);
        HttpResponse<String> member = get(World.MEMBER, history(World.ORG, "no-uuid") + wrong);
        HttpResponse<String> poor = get(World.ADMIN, history(World.POOR_ORG, "no-uuid") + wrong);

        assertAnswer(stranger, 403, "Failed to validate membership for org: demo-org");
        assertAnswer(member, 403, "User does not have Provider Admin role with org");
        assertAnswer(poor, 400, "Failed to retrieve Infrastructure Provider for org");
        assertThat(world.audit())
                .extracting(entry -> entry.wish().action())
                .hasSize(3)
                .containsOnly(Action.GET_TASK_HISTORY);
    }

    @Test
    void then_the_id() {
        HttpResponse<String> answer = get(World.ADMIN, history(World.ORG, "no-uuid") + "?unknown=1");

        assertAnswer(answer, 400, "Invalid Task ID specified in URL");
    }

    @ParameterizedTest
    @CsvSource({"?unknown=1, unknown", "?siteId=no-uuid&b=1&a=2, b", "?siteId=&includeReport=true, includeReport"})
    void then_the_names_in_the_query(String query, String name) {
        HttpResponse<String> answer = get(World.ADMIN, BASE + query);

        assertAnswer(answer, 400, "Unknown query parameter specified in request: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?siteId", "?siteId=%20"})
    void then_that_there_is_a_site(String query) {
        HttpResponse<String> answer = get(World.ADMIN, BASE + query);

        assertAnswer(answer, 400, "siteId query parameter is required");
    }

    @Test
    void then_that_it_is_there_once() {
        HttpResponse<String> answer = get(World.ADMIN, Paths.HISTORY + "&siteId=" + World.SITE);

        assertAnswer(answer, 400, "Failed to parse request data");
    }

    @Test
    void then_the_site() {
        assertAnswer(
                get(World.ADMIN, BASE + "?siteId=no-uuid"),
                400,
                "Failed to validate Site specified in request: invalid ID");
        assertAnswer(
                get(World.ADMIN, BASE + "?siteId=" + World.UNKNOWN_SITE),
                400,
                "Site specified in request does not exist");
        assertAnswer(
                get(World.ADMIN, BASE + "?siteId=" + World.FOREIGN_SITE),
                403,
                "Site specified in request doesn't belong to current org's Provider");
        assertAnswer(
                get(World.ADMIN, BASE + "?siteId=" + World.FLOWLESS_SITE), 412, "Site does not have NICo Flow enabled");
    }

    @Test
    void a_task_of_another_site_is_answered_as_an_unknown_one() {
        world.given(Tasks.aPendingTaskAt(World.SECOND_SITE));

        HttpResponse<String> elsewhere = get(World.ADMIN, Paths.HISTORY);
        HttpResponse<String> unknown = get(World.ADMIN, Paths.HISTORY.replace(Tasks.ID, World.SITE.toString()));

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
