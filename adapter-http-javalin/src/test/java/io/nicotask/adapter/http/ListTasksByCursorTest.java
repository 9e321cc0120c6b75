package io.nicotask.adapter.http;

import static io.nicotask.adapter.http.NumberedTasks.numbers;
import static io.nicotask.adapter.http.NumberedTasks.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.operation.Operation;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three lists, slice by slice. */
final class ListTasksByCursorTest {

    private static final String BASE = "/v2/org/" + HttpFixture.ORG + "/nico";
    private static final String ALL = BASE + "/task";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 8, 100})
    void slices_of_every_size_show_each_task_once(int size) {
        given(7);

        assertThat(listAllSlices(ALL, "pageSize=" + size)).containsExactly(7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void a_task_added_between_two_slices_moves_no_other() {
        given(4);
        HttpResponse<String> first = get(ALL, "pageSize=2&cursor=");

        fixture.given(pending().number(5));
        HttpResponse<String> second =
                get(ALL, "pageSize=2&cursor=" + next(first).orElseThrow());

        assertThat(numbers(first)).containsExactly(4, 3);
        assertThat(numbers(second)).containsExactly(2, 1);
        assertThat(next(second)).isEmpty();
    }

    @Test
    void slices_show_each_task_of_the_same_instant_once() {
        IntStream.rangeClosed(1, 5)
                .forEach(number -> fixture.given(pending().number(number, HttpFixture.START.plusNanos(123_456_000))));

        assertThat(listAllSlices(ALL, "pageSize=2")).containsExactly(5, 4, 3, 2, 1);
    }

    @Test
    void a_slice_has_no_pagination_header() {
        given(3);

        HttpResponse<String> response =
                get(ALL, "cursor=&pageNumber=1&activeOnly=false&pageSize=2&includeReport=false");

        assertThat(response.headers().firstValue("X-Pagination")).isEmpty();
        assertThat(numbers(response)).hasSize(2);
    }

    @Test
    void a_list_without_tasks_has_no_next_cursor() {
        HttpResponse<String> response = get(ALL, "cursor");

        assertThat(response.body()).isEqualTo("[]");
        assertThat(next(response)).isEmpty();
    }

    @Test
    void lists_of_racks_and_trays_have_slices_too() {
        given(3);
        fixture.given(
                pending().on(NumberedTasks.OTHER_RACK).on(NumberedTasks.TRAY).number(4));
        fixture.given(
                pending().on(NumberedTasks.OTHER_RACK).on(NumberedTasks.TRAY).number(5));

        assertThat(listAllSlices(BASE + "/rack/" + NumberedTasks.RACK + "/task", "pageSize=2"))
                .containsExactly(3, 2, 1);
        assertThat(listAllSlices(BASE + "/tray/" + NumberedTasks.TRAY + "/task", "pageSize=1"))
                .containsExactly(5, 4);
    }

    @Test
    void slices_can_be_filtered_by_status() {
        fixture.given(TaskExamples.aSucceededTask());
        fixture.given(pending().number(1));

        assertThat(get(ALL, "cursor=&status=Succeeded").body())
                .contains("Succeeded")
                .doesNotContain("Pending");
        assertThat(listAllSlices(ALL, "status=Pending")).containsExactly(1);
        assertThat(listAllSlices(ALL, "pageSize=1&status=Pending&status=Succeeded&status=Pending"))
                .hasSize(2);
        assertThat(listAllSlices(ALL, "status=Waiting&status=Running&status=Failed&status=Terminated"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"power_control, 1", "firmware_control, 2", "bring_up, 3"})
    void slices_can_be_filtered_by_operation_type(String type, int expected) {
        fixture.given(pending().of(Operation.POWER_ON).number(1));
        fixture.given(pending().of(Operation.UPGRADE).number(2));
        fixture.given(pending().of(Operation.INGEST).number(3));

        assertThat(listAllSlices(ALL, "operationType=" + type)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T12:00:02Z, 2026-06-01T12:00:04Z, '3,2'",
        "2026-06-01t12:00:02z, 2026-06-01T12:00:04.0Z, '3,2'",
        "2026-06-01T14:00:02+02:00, 2026-06-01T00:00:04-12:00, '3,2'",
        "2026-06-01T12:00:02.000000001Z, 2026-06-01T12:00:04.000000001Z, '4,3'",
        "2026-06-01T12:00:01.999999999Z, 2026-06-01T12:00:02.000001Z, '2'",
        "0000-01-01T00:00:00Z, 9999-12-31T23:59:59-23:59, '4,3,2,1'",
        "2026-06-01T12:00:04Z, 2026-06-01T12:00:02Z, ''"
    })
    void slices_can_be_filtered_by_time(String from, String before, String expected) {
        given(4);

        List<Integer> listed =
                listAllSlices(ALL, "pageSize=1&createdFrom=" + encoded(from) + "&createdBefore=" + encoded(before));

        assertThat(listed)
                .map(String::valueOf)
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(",")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-06-01",
                "2026-06-01T12:00:00",
                "2026-06-01T12:00Z",
                "2026-06-01 12:00:00Z",
                "2026-02-30T12:00:00Z",
                "2026-06-01T24:00:00Z",
                "2026-06-01T12:00:00+2:00",
                "2026-06-01T12:00:00+24:00",
                "2026-06-01T12:00:00.Z",
                "2026-06-01T12:00:00.0000000001Z",
                "+2026-06-01T12:00:00Z",
                "12026-06-01T12:00:00Z",
                "1780315200"
            })
    void an_invalid_time_is_refused(String text) {
        HttpResponse<String> response = get(ALL, "cursor=&createdFrom=" + encoded(text));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("{\"createdFrom\":\"must be a date-time of RFC 3339\"}");
    }

    @Test
    void a_cursor_holds_only_a_position() {
        given(4);
        String cursor = next(get(ALL, "pageSize=2&cursor=")).orElseThrow();

        assertThat(cursor).matches("[A-Za-z0-9_-]{34}");
        assertThat(numbers(get(BASE + "/rack/" + NumberedTasks.RACK + "/task", "status=Pending&cursor=" + cursor)))
                .containsExactly(2, 1);
        assertThat(get(ALL, "pageSize=2&cursor=" + cursor + "&siteId=").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_cursor_keeps_microseconds() {
        Instant created = Instant.parse("1969-12-31T23:59:59.999999Z");
        fixture.given(pending().number(1, created));
        fixture.given(pending().number(2, created.plusNanos(1000)));

        assertThat(listAllSlices(ALL, "pageSize=1")).containsExactly(2, 1);
    }

    @Test
    void scripts_of_any_origin_may_read_the_next_cursor() {
        given(2);

        HttpResponse<String> response = get(ALL, "pageSize=1&cursor=");

        assertThat(response.headers().allValues("Access-Control-Expose-Headers").getFirst())
                .contains("Next-Cursor");
    }

    private void given(int tasks) {
        IntStream.rangeClosed(1, tasks)
                .forEach(number -> fixture.given(pending().number(number)));
    }

    /** Returns the tasks of all slices. */
    private List<Integer> listAllSlices(String path, String query) {
        List<Integer> listed = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            HttpResponse<String> slice = get(path, query + "&cursor=" + cursor.get());
            assertThat(slice.statusCode()).isEqualTo(200);
            listed.addAll(numbers(slice));
            cursor = next(slice);
        }
        return listed;
    }

    private HttpResponse<String> get(String path, String query) {
        return fixture.client.get(path + "?siteId=" + HttpFixture.SITE + "&" + query, HttpFixture.ADMIN);
    }

    private static Optional<String> next(HttpResponse<String> response) {
        return response.headers().firstValue("Next-Cursor");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
