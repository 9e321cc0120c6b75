package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A production server without hardware, on which two operations are external workflows. */
final class ExternalWorkflowsTest {

    private static final String FLASHERS = TemporalUnderTest.newTaskQueue();
    private static final String BARE_FLASHERS = TemporalUnderTest.newTaskQueue();
    private static final String WORKFLOWS = """
            workflows:
              upgrade: {type: FlashEverything, taskQueue: %s, actsFor: 0s}
              downgrade: {type: FlashEverything, taskQueue: %s, actsFor: 0s}
            """.formatted(FLASHERS, BARE_FLASHERS);

    private static ProxiedTemporalSite site;
    private static DataDirectory directory;
    private static EmbeddedDatabase database;
    private static RunningServer server;
    private static String token;
    private static ExternalFirmwareWorker flashers;
    private static ExternalFirmwareWorker bareFlashers;

    @BeforeAll
    static void start() throws IOException {
        site = new ProxiedTemporalSite();
        directory = DataDirectory.ephemeral();
        database = EmbeddedDatabase.start(directory);
        ProductionConfiguration settings = ProductionConfiguration.in(directory, site.id(), WORKFLOWS);
        token = settings.token();
        server = new RunningServer(
                settings.file(),
                Map.of(
                        Setting.TEMPORAL_TARGET, site.proxy().target(),
                        Setting.TEMPORAL_TASK_QUEUE, site.queue(),
                        Setting.DATABASE_URL, database.url(),
                        Setting.DATABASE_USER, database.user(),
                        Setting.DATABASE_PASSWORD, database.password()));
        flashers = new ExternalFirmwareWorker(site.target(), FLASHERS, TemporalEngine.interceptor());
        bareFlashers = new ExternalFirmwareWorker(site.target(), BARE_FLASHERS);
    }

    @AfterAll
    static void stop() {
        bareFlashers.close();
        flashers.close();
        server.close();
        database.close();
        directory.close();
        site.close();
    }

    @Test
    void a_workflow_with_the_interceptor_reports_its_begin_and_end() {
        TaskId task = submit(UUID.randomUUID(), Operation.UPGRADE);

        JsonNode running = awaitBegun(task);
        flashers.finish(task);
        JsonNode succeeded = awaitStatus(task, "Succeeded");

        assertThat(running.get("status").asText()).isEqualTo("Running");
        assertThat(running.at("/report/stages/0/steps")).hasSize(1);
        assertThat(running.at("/report/stages/0/steps/0/componentType").asText())
                .isEqualTo("Unknown");
        assertThat(stageOf(succeeded)).isEqualTo("completed");
        assertThat(site.inspector().activities(task)).containsExactly("NicoTaskBegin", "NicoTaskSucceed");
        await().untilAsserted(() -> assertThat(site.inspector().status(task))
                .contains(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED));
    }

    @Test
    void a_cancelled_workflow_is_terminated_before_the_next_task_of_its_rack_begins() {
        UUID rack = UUID.randomUUID();
        TaskId first = submit(rack, Operation.UPGRADE);
        TaskId next = submit(rack, Operation.UPGRADE);
        awaitBegun(first);

        site.proxy().refuse();
        HttpReply cancelled = HttpReply.of(server.cancel(site.id(), first, token));
        JsonNode meanwhile = get(next).json();
        site.proxy().pass();

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.json().get("status").asText()).isEqualTo("Terminated");
        assertThat(cancelled.header("Task-Stop")).isEqualTo("requested");
        assertThat(stageOf(cancelled.json())).isEqualTo("failed");
        assertThat(meanwhile.get("status").asText()).isEqualTo("Waiting");
        await().until(() -> "confirmed".equals(get(first).header("Task-Stop")));
        assertThat(site.inspector().isTerminated(first)).isTrue();
        awaitBegun(next);
        assertThat(grantedAfter(first, next)).isTrue();
        flashers.finish(next);
        awaitStatus(next, "Succeeded");
    }

    @Test
    void a_workflow_that_passes_no_start_gate_fails_its_task_when_it_completes() {
        TaskId task = submit(UUID.randomUUID(), Operation.DOWNGRADE);

        await().until(() -> isChecked(task));
        JsonNode open = get(task).json();
        bareFlashers.finish(task);
        JsonNode failed = awaitStatus(task, "Failed");

        assertThat(open.get("status").asText()).isEqualTo("Pending");
        assertThat(failed.get("message").asText()).isEqualTo("Workflow completed without passing the start gate");
        assertThat(site.inspector().activities(task)).isEmpty();
    }

    @Test
    void every_other_operation_waits_for_workers_with_hardware() {
        TaskId task = submit(UUID.randomUUID(), Operation.POWER_ON);
        await().until(() -> site.inspector().isRunning(task));

        TaskId flashed = submit(UUID.randomUUID(), Operation.UPGRADE);
        awaitBegun(flashed);
        flashers.finish(flashed);
        awaitStatus(flashed, "Succeeded");

        assertThat(get(task).json().get("status").asText()).isEqualTo("Pending");
        assertThat(site.inspector().activities(task)).isEmpty();
    }

    /** Submits a task for the whole rack, which waits if necessary. */
    private static TaskId submit(UUID rack, Operation operation) {
        String body = """
                {"siteId":"%s","rackId":"%s","operation":{"type":"%s","code":"%s"},"conflictStrategy":"queue"}
                """.formatted(site.id(), rack, operation.type().code(), operation.code());
        HttpReply reply = HttpReply.of(server.post("/v2/org/demo-org/nico/task", token, body));
        assertThat(reply.status()).isEqualTo(201);
        return new TaskId(UUID.fromString(reply.json().get("id").asText()));
    }

    private static HttpReply get(TaskId task) {
        return HttpReply.of(server.get(site.id(), task, token));
    }

    private static JsonNode awaitStatus(TaskId task, String status) {
        return await().until(
                        () -> get(task).json(),
                        body -> body.get("status").asText().equals(status));
    }

    /** Waits until the workflow has passed the start gate and its only stage is under way. */
    private static JsonNode awaitBegun(TaskId task) {
        return await().until(() -> get(task).json(), body -> stageOf(body).equals("running"));
    }

    private static String stageOf(JsonNode task) {
        return task.at("/report/stages/0/status").asText();
    }

    /** Returns whether the reconciler has checked the workflow. */
    private static boolean isChecked(TaskId task) {
        try (DatabaseRows rows = server.rows()) {
            return !rows.texts("""
                            select key from work
                            where kind = 'CHECK_WORKFLOW' and key = ?::uuid and claim_number > 0 and claimed_until is null
                            """, task.toString()).isEmpty();
        }
    }

    private static boolean grantedAfter(TaskId first, TaskId next) {
        try (DatabaseRows rows = server.rows()) {
            return rows.texts("""
                            select next.granted_at >= first.released_at
                            from rack_reservation first, rack_reservation next
                            where first.task_id = ?::uuid and next.task_id = ?::uuid
                            """, first.toString(), next.toString()).equals(List.of("t"));
        }
    }
}
