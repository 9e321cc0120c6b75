package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code If-None-Match} on a task whose entity tag is {@code "2-requested"}. */
final class ConditionalGetTest {

    private HttpFixture world;
    private Task task;

    @BeforeEach
    void start() {
        world = HttpFixture.running();
        task = world.given(TaskExamples.aPendingTask());
        cancel();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "2-requested"                      | 304
            W/"2-requested"                    | 304
            *                                  | 304
            ' * '                              | 304
            "1", "2-requested"                 | 304
            "1" ,W/"2-requested" , "3"         | 304
            "a,b","2-requested"                | 304
            "2-confirmed"                      | 200
            "2"                                | 200
            "1", "3"                           | 200
            w/"2-requested"x                   | 304
            2-requested                        | 200
            "2-requested                       | 200
            'W/*'                              | 200
            ''                                 | 200
            """)
    void the_current_version_is_not_sent_again(String known, int status) {
        for (String path : List.of(Paths.GET, Paths.old(Paths.GET))) {
            HttpResponse<String> answer = get(path, "If-None-Match", known);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body().isEmpty()).isEqualTo(status == 304);
            assertThat(answer.headers().firstValue("ETag")).contains("\"2-requested\"");
            assertThat(answer.headers().firstValue("Task-Stop")).contains("requested");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void several_headers_count_as_one() {
        HttpResponse<String> answer = get(Paths.GET, "If-None-Match", "\"1\"", "If-None-Match", "\"2-requested\"");

        assertThat(answer.statusCode()).isEqualTo(304);
    }

    @Test
    void a_changed_stop_is_sent_again() {
        world.confirmStop(task);

        HttpResponse<String> answer = get(Paths.GET, "If-None-Match", "\"2-requested\"");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Task-Stop")).contains("confirmed");
    }

    @Test
    void head_gets_304_too() {
        HttpResponse<String> answer = world.client.send(
                "HEAD",
                Paths.GET,
                BodyPublishers.noBody(),
                "Authorization",
                "Bearer " + HttpFixture.ADMIN,
                "If-None-Match",
                "\"2-requested\"");

        assertThat(answer.statusCode()).isEqualTo(304);
    }

    @Test
    void if_none_match_does_not_hide_errors() {
        assertThat(get(Paths.GET.replace(TaskExamples.ID, HttpFixture.SITE.toString()), "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(404);
        assertThat(world.client
                        .get(Paths.GET, HttpFixture.STRANGER, "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_cancel_ignores_if_none_match() {
        HttpResponse<String> answer = cancel("If-None-Match", "\"2-requested\"");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("ETag")).contains("\"2-requested\"");
        assertThat(answer.body()).contains("\"status\":\"Terminated\"");
    }

    private HttpResponse<String> get(String path, String... headers) {
        return world.client.get(path, HttpFixture.ADMIN, headers);
    }

    private HttpResponse<String> cancel(String... headers) {
        return world.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE), headers);
    }
}
