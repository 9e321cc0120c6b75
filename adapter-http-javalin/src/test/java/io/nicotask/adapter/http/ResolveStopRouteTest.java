package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.Reason;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ResolveStopRouteTest {

    private static final String BODY =
            "{\"siteId\":\"" + HttpFixture.SITE + "\",\"reason\":\"looked at it: \\\"off\\\" \uD83D\uDE00\"}";

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
    void a_stop_that_needs_attention_is_confirmed() {
        Task task = world.givenToStop(TaskExamples.aTerminatedTask());
        world.clock.tick(StopStatus.ATTENTION_AFTER.plusSeconds(1));
        HttpResponse<String> before = world.client.get(Paths.GET, HttpFixture.ADMIN);

        HttpResponse<String> answer = resolve();

        assertThat(before.headers().firstValue("Task-Stop")).contains("needs-attention");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(before.body());
        assertThat(answer.headers().firstValue("Task-Stop")).contains("confirmed");
        assertThat(answer.headers().firstValue("ETag"))
                .isPresent()
                .isNotEqualTo(before.headers().firstValue("ETag"));
        assertThat(world.client.get(Paths.GET, HttpFixture.ADMIN).headers().firstValue("ETag"))
                .isEqualTo(answer.headers().firstValue("ETag"));
        assertThat(world.client.get(Paths.STOPS, HttpFixture.ADMIN).body()).endsWith("\"stops\":[]}");
        assertThat(world.stored(task)).isEqualTo(task);
        assertThat(world.audit())
                .extracting(entry -> entry.request().action(), AuditEntry::outcome, AuditEntry::reason)
                .containsExactly(tuple(
                        Action.RESOLVE_STOP, new Outcome.Granted(), new Reason("looked at it: \"off\" \uD83D\uDE00")));
    }

    @Test
    void components_to_inspect_are_resolved_with_the_stop() {
        Task task = world.givenToStop(TaskExamples.aTerminatedTask());
        world.alertInspection(task, 1, "cut off");

        HttpResponse<String> answer = resolve();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Task-Stop")).contains("confirmed");
    }

    @Test
    void a_second_resolve_changes_nothing() {
        Task task = world.givenToStop(TaskExamples.aTerminatedTask());
        world.clock.tick(StopStatus.ATTENTION_AFTER.plusSeconds(1));
        HttpResponse<String> first = resolve();
        StopStatus stop = world.stopOf(task).orElseThrow();

        HttpResponse<String> again = resolve();

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
        assertThat(world.stopOf(task)).contains(stop);
        assertThat(world.audit()).hasSize(1);
    }

    @Test
    void a_stop_under_way_cannot_be_resolved() {
        Task task = world.givenToStop(TaskExamples.aTerminatedTask());

        HttpResponse<String> answer = resolve();

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .startsWith("{\"source\":\"nico\",\"message\":\"Stop of task " + TaskExamples.ID
                        + " cannot be resolved: it is still under way\",\"data\":{\"id\":\"" + TaskExamples.ID
                        + "\",\"status\":\"Terminated\"");
        assertThat(world.stopOf(task)).map(StopStatus::state).contains(StopStatus.State.REQUESTED);
        assertThat(world.audit()).isEmpty();
    }

    @Test
    void a_task_that_has_not_ended_has_no_stop_to_resolve() {
        Task task = world.given(TaskExamples.aRunningTask());

        HttpResponse<String> answer = resolve();

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .startsWith("{\"source\":\"nico\",\"message\":\"Stop of task " + TaskExamples.ID
                        + " cannot be resolved: the task has not ended (status: Running)\",\"data\":{\"id\":\""
                        + TaskExamples.ID + "\",\"status\":\"Running\"");
        assertThat(world.stored(task)).isEqualTo(task);
        assertThat(world.audit()).isEmpty();
    }

    @Test
    void the_stop_of_a_task_without_a_workflow_is_already_confirmed() {
        world.given(TaskExamples.aWaitingTask());
        assertThat(world.client
                        .post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE))
                        .statusCode())
                .isEqualTo(202);

        HttpResponse<String> answer = resolve();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Task-Stop")).contains("confirmed");
        assertThat(world.audit()).extracting(entry -> entry.request().action()).containsExactly(Action.CANCEL_TASK);
    }

    @Test
    void resolve_has_no_older_mount() {
        HttpResponse<String> answer = world.client.post(Paths.old(Paths.RESOLVE), HttpFixture.ADMIN, BODY);

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> resolve() {
        return world.client.post(Paths.RESOLVE, HttpFixture.ADMIN, BODY);
    }
}
