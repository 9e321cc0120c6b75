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

    private HttpFixture fixture;
    private Task task;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
        task = fixture.given(TaskExamples.aPendingTask());
        cancel();
    }

    @AfterEach
    void stop() {
        fixture.close();
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
        for (String path : List.of(Paths.GET, Paths.onOldMount(Paths.GET))) {
            HttpResponse<String> response = get(path, "If-None-Match", known);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body().isEmpty()).isEqualTo(status == 304);
            assertThat(response.headers().firstValue("ETag")).contains("\"2-requested\"");
            assertThat(response.headers().firstValue("Task-Stop")).contains("requested");
            assertThat(response.headers().firstValue("Retry-After")).contains("1");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void several_headers_count_as_one() {
        HttpResponse<String> response = get(Paths.GET, "If-None-Match", "\"1\"", "If-None-Match", "\"2-requested\"");

        assertThat(response.statusCode()).isEqualTo(304);
    }

    @Test
    void a_changed_stop_is_sent_again() {
        fixture.relay.confirmStop(task);
        fixture.releaseRack(task);

        HttpResponse<String> response = get(Paths.GET, "If-None-Match", "\"2-requested\"");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Task-Stop")).contains("confirmed");
    }

    @Test
    void head_gets_304_too() {
        HttpResponse<String> response = fixture.client.send(
                "HEAD",
                Paths.GET,
                BodyPublishers.noBody(),
                "Authorization",
                "Bearer " + HttpFixture.ADMIN,
                "If-None-Match",
                "\"2-requested\"");

        assertThat(response.statusCode()).isEqualTo(304);
    }

    @Test
    void if_none_match_does_not_hide_errors() {
        assertThat(get(Paths.GET.replace(TaskExamples.ID, HttpFixture.SITE.toString()), "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(404);
        assertThat(fixture.client
                        .get(Paths.GET, HttpFixture.STRANGER, "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_cancel_ignores_if_none_match() {
        HttpResponse<String> response = cancel("If-None-Match", "\"2-requested\"");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("ETag")).contains("\"2-requested\"");
        assertThat(response.body()).contains("\"status\":\"Terminated\"");
    }

    private HttpResponse<String> get(String path, String... headers) {
        return fixture.client.get(path, HttpFixture.ADMIN, headers);
    }

    private HttpResponse<String> cancel(String... headers) {
        return fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE), headers);
    }
}
