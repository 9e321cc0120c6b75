package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.TEMPORAL_REFUSING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator does about a stop that cannot be confirmed because Temporal is down, for now or for good. */
final class UnconfirmedStopTest {

    private static final SiteId SITE = DemoOrg.SITE;
    private static final String BASE = "/v2/org/demo-org/nico";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID rack = UUID.randomUUID();
    private final ProxiedTemporalSite temporal = new ProxiedTemporalSite();
    private RunningServer server;
    private String token;

    private void start(String attentionAfter) {
        server = new RunningServer(
                null,
                Map.of(
                        Setting.TEMPORAL_TARGET,
                        temporal.proxy().target(),
                        Setting.TEMPORAL_TASK_QUEUE,
                        temporal.queue(),
                        Setting.DEVELOPMENT_ENABLED,
                        "true",
                        Setting.STOP_ATTENTION_AFTER,
                        attentionAfter));
        token = server.token("demo-org", "PROVIDER_ADMIN");
    }

    @AfterEach
    void stop() {
        server.close();
        temporal.close();
    }

    @Test
    void a_stop_that_cannot_be_confirmed_is_resolved_and_the_rack_goes_to_the_next_task() {
        // Long enough that the first attempt to resolve the stop comes before it needs attention.
        start("15s");
        TaskId task = running();
        TaskId next = submit("queue");
        temporal.proxy().refuse();

        HttpResponse<String> cancelled = server.cancel(SITE, task, token);
        assertThat(server.post(BASE + "/task/" + task + "/stop/resolve", token, body("too early"))
                        .statusCode())
                .isEqualTo(409);
        await().until(() -> taskStop(task).equals("needs-attention") && !isActing(task));
        JsonNode open = openStop(task);
        TaskStatus nextBefore = server.task(SITE, next).status();
        HttpResponse<String> resolved =
                server.post(BASE + "/task/" + task + "/stop/resolve", token, body("rack looked at: all off"));

        assertThat(cancelled.headers().firstValue("Task-Stop")).contains("requested");
        assertThat(open.get("stop").asText()).isEqualTo("needs-attention");
        assertThat(open.get("reason").asText()).startsWith("Not confirmed in time: Temporal at ");
        assertThat(open.get("attempts").asInt()).isPositive();
        assertThat(open.get("rackId").asText()).isEqualTo(rack.toString());
        assertThat(nextBefore).isEqualTo(TaskStatus.WAITING);
        assertThat(resolved.statusCode()).isEqualTo(200);
        assertThat(resolved.headers().firstValue("Task-Stop")).contains("confirmed");
        assertThat(server.task(SITE, next).status()).isEqualTo(TaskStatus.PENDING);
        assertThat(stops().get("stops")).isEmpty();
        assertThat(temporal.inspector().isRunning(task)).isTrue();

        temporal.proxy().pass();
        await().until(() -> server.task(SITE, next).status() == TaskStatus.RUNNING);
        await().until(() -> !temporal.inspector().isRunning(task));
        assertThat(taskStop(task)).isEqualTo("confirmed");
        FiredFaults.count(TEMPORAL_REFUSING, Layer.PARTS, open.get("attempts").asInt());
    }

    @Test
    void the_list_of_unconfirmed_stops_is_empty_once_temporal_is_back() {
        start("1s");
        TaskId task = running();
        temporal.proxy().refuse();
        assertThat(server.cancel(SITE, task, token).statusCode()).isEqualTo(202);
        await().until(() -> taskStop(task).equals("needs-attention"));

        temporal.proxy().pass();

        await().until(() -> taskStop(task).equals("confirmed"));
        assertThat(stops().get("stops")).isEmpty();
        assertThat(temporal.inspector().isRunning(task)).isFalse();
    }

    private TaskId running() {
        TaskId task = submit("reject");
        await().until(() -> server.task(SITE, task).status() == TaskStatus.RUNNING);
        return task;
    }

    private TaskId submit(String conflictStrategy) {
        Operation operation = Operation.POWER_ON;
        HttpResponse<String> answer = server.post(BASE + "/task", token, """
                {"siteId":"%s","rackId":"%s","operation":{"type":"%s","code":"%s"},"conflictStrategy":"%s"}
                """.formatted(
                        SITE, rack, operation.type().code(), operation.code(), conflictStrategy));
        assertThat(answer.statusCode()).isEqualTo(201);
        return new TaskId(UUID.fromString(read(answer).get("id").asText()));
    }

    private static String body(String reason) {
        return "{\"siteId\":\"" + SITE + "\",\"reason\":\"" + reason + "\"}";
    }

    private String taskStop(TaskId task) {
        return server.get(SITE, task, token).headers().firstValue("Task-Stop").orElseThrow();
    }

    private boolean isActing(TaskId task) {
        try (DatabaseRows rows = server.rows()) {
            return !rows.of("rack_lease", task).isEmpty();
        }
    }

    private JsonNode openStop(TaskId task) {
        JsonNode stops = stops().get("stops");
        assertThat(stops).hasSize(1);
        assertThat(stops.get(0).get("taskId").asText()).isEqualTo(task.toString());
        return stops.get(0);
    }

    private JsonNode stops() {
        HttpResponse<String> answer = server.get(BASE + "/stop?siteId=" + SITE, token);
        assertThat(answer.statusCode()).isEqualTo(200);
        return read(answer);
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
