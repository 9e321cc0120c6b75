package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.domain.task.TaskStatus;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A server that shows Waiting tasks as Pending does so wherever it shows a Task, and nowhere else. */
final class WaitingAsTest {

    private static final String LIST = Paths.submit(HttpFixture.ORG) + "?siteId=" + HttpFixture.SITE;
    private static final String SHOWN =
            "\"status\":\"Pending\",\"description\":\"Power on rack 7\",\"message\":\"Queued: waiting for rack to become";

    private static final String QUEUED = SubmitBodies.powerOn().queued().json();

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.presenting(new Api("nico", TaskStatus.PENDING));
        fixture.given(TaskExamples.aWaitingTask());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void the_task_is_shown_as_pending_by_itself_and_in_lists() {
        assertThat(body(Paths.GET)).contains(SHOWN);
        assertThat(body(LIST)).contains(SHOWN);
        assertThat(body(LIST + "&activeOnly=true")).contains(SHOWN);
        assertThat(body(LIST + "&cursor=")).contains(SHOWN);
    }

    @Test
    void a_submit_that_waits_shows_the_task_as_pending() {
        HttpResponse<String> first = fixture.client.post(Paths.SUBMIT, HttpFixture.ADMIN, QUEUED);
        HttpResponse<String> second = fixture.client.post(Paths.SUBMIT, HttpFixture.ADMIN, QUEUED);

        assertThat(first.body()).contains("\"status\":\"Pending\"", "\"message\":\"Pending\"");
        assertThat(second.body()).contains("\"status\":\"Pending\"", "\"message\":\"Queued: waiting");
    }

    @Test
    void a_refused_resolve_shows_the_task_as_pending() {
        HttpResponse<String> response = fixture.client.post(
                Paths.RESOLVE, HttpFixture.ADMIN, "{\"siteId\":\"" + HttpFixture.SITE + "\",\"reason\":\"inspected\"}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("(status: Pending)", SHOWN);
    }

    @Test
    void the_history_and_the_filter_name_the_state_itself() {
        assertThat(body(Paths.HISTORY)).contains("\"to\":\"Waiting\"");
        assertThat(body(LIST + "&cursor=&status=Waiting")).contains(SHOWN);
        assertThat(body(LIST + "&cursor=&status=Pending")).isEqualTo("[]");
    }

    @Test
    void a_cancelled_task_is_shown_as_terminated() {
        assertThat(fixture.client
                        .post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE))
                        .body())
                .contains("\"status\":\"Terminated\"");
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskStatus.class,
            names = {"WAITING", "PENDING"},
            mode = Mode.EXCLUDE)
    void no_other_status_stands_for_waiting(TaskStatus status) {
        assertThatThrownBy(() -> new Api("nico", status)).isInstanceOf(IllegalArgumentException.class);
    }

    private String body(String path) {
        return fixture.client.get(path, HttpFixture.ADMIN).body();
    }
}
