package io.nicotask.adapter.http;

import static io.nicotask.adapter.http.NumberedTasks.numbers;
import static io.nicotask.adapter.http.NumberedTasks.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.domain.operation.Operation;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The three lists, page by page. */
final class ListTasksRouteTest {

    private static final String BASE = "/v2/org/" + HttpFixture.ORG + "/nico";
    private static final String SITE = "?siteId=" + HttpFixture.SITE;
    private static final String ALL = BASE + "/task";
    private static final String OF_RACK = BASE + "/rack/" + NumberedTasks.RACK + "/task";
    private static final String OF_TRAY = BASE + "/tray/" + NumberedTasks.TRAY + "/task";

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
    void a_page_shows_the_newest_tasks_of_the_site() {
        for (int number = 1; number <= 3; number++) {
            fixture.given(pending().number(number));
        }
        fixture.given(pending().at(HttpFixture.SECOND_SITE).number(4));

        HttpResponse<String> response = get(ALL + SITE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(numbers(response)).containsExactly(3, 2, 1);
        assertPage(response, 1, 20, 3);
        assertThat(response.headers().firstValue("Next-Cursor")).isEmpty();
    }

    @Test
    void a_list_shows_a_task_as_get_task_does() {
        fixture.given(TaskExamples.aSucceededTask());

        HttpResponse<String> listed = get(ALL + SITE);

        assertThat(listed.body()).isEqualTo("[" + get(Paths.GET).body() + "]");
        assertThat(listed.headers().map()).doesNotContainKeys("ETag", "Task-Stop", "Retry-After");
    }

    @Test
    void tasks_of_the_same_instant_are_ordered_by_id_as_text() {
        fixture.given(pending().number(1, HttpFixture.START));
        fixture.given(pending().number(3, HttpFixture.START));
        fixture.given(pending().number(2, HttpFixture.START));

        assertThat(numbers(get(ALL + SITE))).containsExactly(3, 2, 1);
    }

    @Test
    void a_rack_list_shows_the_tasks_of_the_rack() {
        fixture.given(pending().number(1));
        fixture.given(pending().on(NumberedTasks.OTHER_RACK).number(2));
        fixture.given(pending().at(HttpFixture.SECOND_SITE).number(3));

        HttpResponse<String> response = get(OF_RACK + SITE);

        assertThat(numbers(response)).containsExactly(1);
        assertPage(response, 1, 20, 1);
    }

    @Test
    void a_tray_list_shows_the_tasks_that_name_its_component() {
        fixture.given(pending().on(NumberedTasks.TRAY).number(1));
        fixture.given(pending().number(2));
        fixture.given(
                pending().on(NumberedTasks.OTHER_RACK).on(NumberedTasks.TRAY).number(3));

        HttpResponse<String> response = get(OF_TRAY + SITE);

        assertThat(numbers(response)).containsExactly(3, 1);
        assertPage(response, 1, 20, 2);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_list_without_tasks_is_empty(String path) {
        HttpResponse<String> response = get(path + SITE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[]");
        assertPage(response, 1, 20, 0);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void the_defaults_that_the_sdk_always_sends_change_nothing(String path) {
        fixture.given(pending().on(NumberedTasks.TRAY).number(1));

        for (String more : List.of("", "&includeReport=false&pageSize=20")) {
            HttpResponse<String> response = get(path + SITE + "&activeOnly=false&pageNumber=1" + more);

            assertThat(response.body()).isEqualTo(get(path + SITE).body());
            assertPage(response, 1, 20, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, '5,4'", "2, 2, '3,2'", "3, 2, '1'", "4, 2, ''", "2147483647, 100, ''", "1, 100, '5,4,3,2,1'"})
    void consecutive_pages_show_consecutive_tasks(int page, int size, String expected) {
        for (int number = 1; number <= 5; number++) {
            fixture.given(pending().number(number));
        }

        HttpResponse<String> response = get(ALL + SITE + "&pageNumber=" + page + "&pageSize=" + size);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(numbers(response))
                .map(String::valueOf)
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(",")));
        assertPage(response, page, size, 5);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "TRUE, 1", "tRuE, 1", "t, 1", "T, 1", "1, 1", "false, 2", "FALSE, 2", "f, 2", "0, 2"})
    void active_only_limits_the_list_to_open_tasks(String word, int total) {
        fixture.given(pending().number(1));
        fixture.given(TaskExamples.aSucceededTask());

        HttpResponse<String> response = get(ALL + SITE + "&activeOnly=" + word);

        assertPage(response, 1, 20, total);
    }

    @Test
    void waiting_pending_and_running_tasks_are_open() {
        fixture.given(TaskExamples.aWaitingTask());
        assertPage(get(ALL + SITE + "&activeOnly=true"), 1, 20, 1);
        try (HttpFixture second = HttpFixture.running()) {
            second.given(TaskExamples.aRunningTask());
            assertPage(second.client.get(ALL + SITE + "&activeOnly=true", HttpFixture.ADMIN), 1, 20, 1);
        }
    }

    @Test
    void a_list_includes_reports_on_request() {
        fixture.given(TaskExamples.aRunningTaskWithReport());
        String alone = get(Paths.GET).body();

        assertThat(alone).contains("\"report\":");
        assertThat(get(ALL + SITE + "&includeReport=true").body()).isEqualTo("[" + alone + "]");
        assertThat(get(OF_RACK + SITE + "&includeReport=1").body()).isEqualTo("[" + alone + "]");
        assertThat(get(ALL + SITE).body()).doesNotContain("report");
    }

    @Test
    void a_submitted_task_is_listed() {
        fixture.client.post(
                Paths.SUBMIT, HttpFixture.ADMIN, SubmitBodies.powerOn().json());

        HttpResponse<String> response = get(BASE + "/rack/" + SubmitBodies.RACK + "/task" + SITE);

        assertThat(response.body()).contains(SubmitBodies.FIRST_ID);
        assertPage(response, 1, 20, 1);
    }

    @Test
    void an_ambiguous_path_is_the_older_mount() {
        HttpResponse<String> response = get(BASE + "/rack/task/task" + SITE);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(Paths.error("Invalid Task ID specified in URL"));
    }

    @Test
    void a_list_is_not_audited() {
        fixture.given(pending().of(Operation.UPGRADE).number(1));

        get(ALL + SITE);

        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action())
                .doesNotContain(Action.LIST_TASKS);
    }

    static List<String> lists() {
        return List.of(ALL, OF_RACK, OF_TRAY);
    }

    private HttpResponse<String> get(String path) {
        return fixture.client.get(path, HttpFixture.ADMIN);
    }

    private static void assertPage(HttpResponse<String> response, int number, int size, int total) {
        assertThat(response.headers().allValues("X-Pagination"))
                .containsExactly("{\"pageNumber\":" + number + ",\"pageSize\":" + size + ",\"total\":" + total
                        + ",\"orderBy\":null}");
    }
}
