package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.Reason;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ResolveStopRouteTest {

    private static final String BODY =
            "{\"siteId\":\"" + HttpFixture.SITE + "\",\"reason\":\"looked at it: \\\"off\\\" \uD83D\uDE00\"}";

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
    void a_stop_that_needs_attention_is_confirmed() {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
        HttpResponse<String> before = fixture.client.get(Paths.GET, HttpFixture.ADMIN);

        HttpResponse<String> response = resolve();

        assertThat(before.headers().firstValue("Task-Stop")).contains("needs-attention");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(before.body());
        assertThat(response.headers().firstValue("Task-Stop")).contains("confirmed");
        assertThat(response.headers().firstValue("ETag"))
                .isPresent()
                .isNotEqualTo(before.headers().firstValue("ETag"));
        assertThat(fixture.client.get(Paths.GET, HttpFixture.ADMIN).headers().firstValue("ETag"))
                .isEqualTo(response.headers().firstValue("ETag"));
        assertThat(fixture.client.get(Paths.STOPS, HttpFixture.ADMIN).body()).endsWith("\"stops\":[]}");
        assertThat(fixture.stored(task)).isEqualTo(task);
        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action(), AuditEntry::outcome, AuditEntry::reason)
                .containsExactly(tuple(
                        Action.RESOLVE_STOP, new Outcome.Granted(), new Reason("looked at it: \"off\" \uD83D\uDE00")));
    }

    @Test
    void components_to_inspect_are_resolved_with_the_stop() {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.steps.alertInspection(task, 1, "cut off");

        HttpResponse<String> response = resolve();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Task-Stop")).contains("confirmed");
    }

    @Test
    void a_second_resolve_changes_nothing() {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
        HttpResponse<String> first = resolve();
        Stop stop = fixture.stopOf(task).orElseThrow();

        HttpResponse<String> again = resolve();

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
        assertThat(fixture.stopOf(task)).contains(stop);
        assertThat(fixture.audit()).hasSize(1);
    }

    @Test
    void a_stop_under_way_cannot_be_resolved() {
        Task task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());

        HttpResponse<String> response = resolve();

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .startsWith("{\"source\":\"nico\",\"message\":\"Stop of task " + TaskExamples.ID
                        + " cannot be resolved: it is still under way\",\"data\":{\"id\":\"" + TaskExamples.ID
                        + "\",\"status\":\"Terminated\"");
        assertThat(fixture.stopOf(task)).map(Stop::status).contains(StopStatus.REQUESTED);
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void a_task_that_has_not_ended_has_no_stop_to_resolve() {
        Task task = fixture.given(TaskExamples.aRunningTask());

        HttpResponse<String> response = resolve();

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .startsWith("{\"source\":\"nico\",\"message\":\"Stop of task " + TaskExamples.ID
                        + " cannot be resolved: the task has not ended (status: Running)\",\"data\":{\"id\":\""
                        + TaskExamples.ID + "\",\"status\":\"Running\"");
        assertThat(fixture.stored(task)).isEqualTo(task);
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void the_stop_of_a_task_without_a_workflow_is_already_confirmed() {
        fixture.given(TaskExamples.aWaitingTask());
        assertThat(fixture.client
                        .post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE))
                        .statusCode())
                .isEqualTo(202);

        HttpResponse<String> response = resolve();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Task-Stop")).contains("confirmed");
        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action())
                .containsExactly(Action.CANCEL_TASK);
    }

    @Test
    void resolve_has_no_older_mount() {
        HttpResponse<String> response = fixture.client.post(Paths.onOldMount(Paths.RESOLVE), HttpFixture.ADMIN, BODY);

        assertThat(response.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> resolve() {
        return fixture.client.post(Paths.RESOLVE, HttpFixture.ADMIN, BODY);
    }
}
