package io.nicotask.adapter.http;

import static io.nicotask.adapter.http.NumberedTasks.numbers;
import static io.nicotask.adapter.http.NumberedTasks.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AuditEntry.Action;
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
    void a_page_shows_the_newest_tasks_of_the_site() {
        for (int number = 1; number <= 3; number++) {
            world.given(pending().number(number));
        }
        world.given(pending().at(HttpFixture.SECOND_SITE).number(4));

        HttpResponse<String> answer = get(ALL + SITE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(numbers(answer)).containsExactly(3, 2, 1);
        assertPage(answer, 1, 20, 3);
        assertThat(answer.headers().firstValue("Next-Cursor")).isEmpty();
    }

    @Test
    void a_list_shows_a_task_as_get_task_does() {
        world.given(TaskExamples.aSucceededTask());

        HttpResponse<String> listed = get(ALL + SITE);

        assertThat(listed.body()).isEqualTo("[" + get(Paths.GET).body() + "]");
        assertThat(listed.headers().map()).doesNotContainKeys("ETag", "Task-Stop", "Retry-After");
    }

    @Test
    void tasks_of_the_same_instant_are_ordered_by_id_as_text() {
        world.given(pending().number(1, HttpFixture.START));
        world.given(pending().number(3, HttpFixture.START));
        world.given(pending().number(2, HttpFixture.START));

        assertThat(numbers(get(ALL + SITE))).containsExactly(3, 2, 1);
    }

    @Test
    void a_rack_list_shows_the_tasks_of_the_rack() {
        world.given(pending().number(1));
        world.given(pending().on(NumberedTasks.OTHER_RACK).number(2));
        world.given(pending().at(HttpFixture.SECOND_SITE).number(3));

        HttpResponse<String> answer = get(OF_RACK + SITE);

        assertThat(numbers(answer)).containsExactly(1);
        assertPage(answer, 1, 20, 1);
    }

    @Test
    void a_tray_list_shows_the_tasks_that_name_its_component() {
        world.given(pending().on(NumberedTasks.TRAY).number(1));
        world.given(pending().number(2));
        world.given(
                pending().on(NumberedTasks.OTHER_RACK).on(NumberedTasks.TRAY).number(3));

        HttpResponse<String> answer = get(OF_TRAY + SITE);

        assertThat(numbers(answer)).containsExactly(3, 1);
        assertPage(answer, 1, 20, 2);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_list_without_tasks_is_empty(String path) {
        HttpResponse<String> answer = get(path + SITE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
        assertPage(answer, 1, 20, 0);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void the_defaults_that_the_sdk_always_sends_change_nothing(String path) {
        world.given(pending().on(NumberedTasks.TRAY).number(1));

        for (String more : List.of("", "&includeReport=false&pageSize=20")) {
            HttpResponse<String> answer = get(path + SITE + "&activeOnly=false&pageNumber=1" + more);

            assertThat(answer.body()).isEqualTo(get(path + SITE).body());
            assertPage(answer, 1, 20, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, '5,4'", "2, 2, '3,2'", "3, 2, '1'", "4, 2, ''", "2147483647, 100, ''", "1, 100, '5,4,3,2,1'"})
    void consecutive_pages_show_consecutive_tasks(int page, int size, String expected) {
        for (int number = 1; number <= 5; number++) {
            world.given(pending().number(number));
        }

        HttpResponse<String> answer = get(ALL + SITE + "&pageNumber=" + page + "&pageSize=" + size);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(numbers(answer))
                .map(String::valueOf)
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(",")));
        assertPage(answer, page, size, 5);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "TRUE, 1", "tRuE, 1", "t, 1", "T, 1", "1, 1", "false, 2", "FALSE, 2", "f, 2", "0, 2"})
    void active_only_limits_the_list_to_open_tasks(String word, int total) {
        world.given(pending().number(1));
        world.given(TaskExamples.aSucceededTask());

        HttpResponse<String> answer = get(ALL + SITE + "&activeOnly=" + word);

        assertPage(answer, 1, 20, total);
    }

    @Test
    void waiting_pending_and_running_tasks_are_open() {
        world.given(TaskExamples.aWaitingTask());
        assertPage(get(ALL + SITE + "&activeOnly=true"), 1, 20, 1);
        try (HttpFixture second = HttpFixture.running()) {
            second.given(TaskExamples.aRunningTask());
            assertPage(second.client.get(ALL + SITE + "&activeOnly=true", HttpFixture.ADMIN), 1, 20, 1);
        }
    }

    @Test
    void a_list_includes_reports_on_request() {
        world.given(TaskExamples.aRunningTaskWithReport());
        String alone = get(Paths.GET).body();

        assertThat(alone).contains("\"report\":");
        assertThat(get(ALL + SITE + "&includeReport=true").body()).isEqualTo("[" + alone + "]");
        assertThat(get(OF_RACK + SITE + "&includeReport=1").body()).isEqualTo("[" + alone + "]");
        assertThat(get(ALL + SITE).body()).doesNotContain("report");
    }

    @Test
    void a_submitted_task_is_listed() {
        world.client.post(
                Paths.SUBMIT, HttpFixture.ADMIN, SubmitBodies.powerOn().json());

        HttpResponse<String> answer = get(BASE + "/rack/" + SubmitBodies.RACK + "/task" + SITE);

        assertThat(answer.body()).contains(SubmitBodies.FIRST_ID);
        assertPage(answer, 1, 20, 1);
    }

    @Test
    void an_ambiguous_path_is_the_older_mount() {
        HttpResponse<String> answer = get(BASE + "/rack/task/task" + SITE);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(Paths.error("Invalid Task ID specified in URL"));
    }

    @Test
    void a_list_is_not_audited() {
        world.given(pending().of(Operation.UPGRADE).number(1));

        get(ALL + SITE);

        assertThat(world.audit()).extracting(entry -> entry.request().action()).doesNotContain(Action.LIST_TASKS);
    }

    static List<String> lists() {
        return List.of(ALL, OF_RACK, OF_TRAY);
    }

    private HttpResponse<String> get(String path) {
        return world.client.get(path, HttpFixture.ADMIN);
    }

    private static void assertPage(HttpResponse<String> answer, int number, int size, int total) {
        assertThat(answer.headers().allValues("X-Pagination"))
                .containsExactly("{\"pageNumber\":" + number + ",\"pageSize\":" + size + ",\"total\":" + total
                        + ",\"orderBy\":null}");
    }
}
