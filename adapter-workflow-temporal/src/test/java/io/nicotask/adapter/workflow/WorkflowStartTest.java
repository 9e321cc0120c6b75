package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.workflow.TemporalEngine.ExternalWorkflow;
import io.nicotask.adapter.workflow.WorkflowInputs.ExternalWorkflowInput;
import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How built-in and external workflows are started. */
class WorkflowStartTest {

    private static TestTemporal temporal;

    private final TemporalSiteFixture at = new TemporalSiteFixture();

    @BeforeAll
    static void start() {
        temporal = TestTemporal.underTest();
    }

    @AfterAll
    static void stop() {
        temporal.close();
    }

    @Test
    void an_operation_without_an_external_workflow_starts_the_built_in_one() {
        Task task = at.aPendingTask(Operation.POWER_ON);

        try (TemporalEngine module = at.moduleAt(temporal.target())) {
            at.start(module, task);
        }

        WorkflowExecutionStartedEventAttributes start = temporal.startAttributes(task.id());
        assertThat(start.getWorkflowType().getName()).isEqualTo("RackOperation");
        assertThat(start.getTaskQueue().getName()).isEqualTo(at.queue);
        assertThat(start.getInput().getPayloads(0)).isEqualTo(payloadOf(RackOperationInput.of(task)));
    }

    @Test
    void an_operation_with_an_external_workflow_starts_that_one() {
        Task task = at.aPendingTask(TemporalSiteFixture.EXTERNAL_OPERATION);

        try (TemporalEngine module = at.moduleAt(temporal.target())) {
            at.start(module, task);
        }

        WorkflowExecutionStartedEventAttributes start = temporal.startAttributes(task.id());
        assertThat(start.getWorkflowType().getName()).isEqualTo(ExternalWorker.TYPE);
        assertThat(start.getTaskQueue().getName()).isEqualTo(at.externalQueue);
        assertThat(start.getInput().getPayloads(0)).isEqualTo(payloadOf(ExternalWorkflowInput.of(task)));
        assertThat(TaskHeader.readFrom(start.getHeader().getFieldsMap()))
                .contains(new TaskHeader(at.site.toString(), at.queue + "-milestones"));
    }

    @Test
    void the_input_of_an_external_workflow_describes_the_task() {
        ComponentSelection components = new ComponentSelection(Map.of(
                ComponentType.NV_SWITCH, Set.of(new ComponentId(new UUID(4, 1))),
                ComponentType.COMPUTE, Set.of(new ComponentId(new UUID(4, 3)), new ComponentId(new UUID(4, 2)))));
        Payload input = payloadOf(ExternalWorkflowInput.of(taskWith(components)));

        assertThat(input.getData().toStringUtf8()).isEqualTo("""
                {"task":"00000000-0000-0001-0000-000000000001","site":"00000000-0000-0002-0000-000000000001",\
                "operation":{"type":"bring_up","code":"ingest"},"rack":"00000000-0000-0003-0000-000000000001",\
                "componentsByType":{"Compute":["00000000-0000-0004-0000-000000000002",\
                "00000000-0000-0004-0000-000000000003"],"NVSwitch":["00000000-0000-0004-0000-000000000001"]},\
                "description":"as it came"}""");
    }

    @Test
    void the_input_of_an_external_workflow_lists_no_components_for_the_whole_rack() {
        Payload input = payloadOf(ExternalWorkflowInput.of(taskWith(ComponentSelection.WHOLE_RACK)));

        assertThat(input.getData().toStringUtf8()).contains("\"componentsByType\":{}");
    }

    /** Workers of an earlier version, which may still run beside newer ones, refuse unknown fields. */
    @Test
    void the_input_of_the_built_in_workflow_is_unchanged() {
        Payload input = payloadOf(RackOperationInput.of(taskWith(ComponentSelection.WHOLE_RACK)));

        assertThat(input.getData().toStringUtf8()).isEqualTo("""
                {"task":"00000000-0000-0001-0000-000000000001","site":"00000000-0000-0002-0000-000000000001"}""");
    }

    @Test
    void a_start_whose_reply_was_lost_runs_once() throws IOException {
        Task task = at.aPendingTask();

        try (LoopbackProxy proxy = new LoopbackProxy(temporal.port());
                TemporalEngine module = at.moduleAt(proxy.target())) {
            at.start(module, at.aPendingTask());
            proxy.swallowReplies();
            assertThatThrownBy(() -> module.start(task)).isInstanceOf(WorkflowEngineUnavailable.class);
            await().untilAsserted(() ->
                    assertThat(temporal.describedAs(task.id())).isInstanceOf(WorkflowDescription.Open.class));
            WorkflowDescription started = temporal.describedAs(task.id());

            proxy.passAll();
            at.relayStart(module, task);

            assertThat(temporal.describedAs(task.id())).isEqualTo(started);
            try (TemporalEngine working = at.moduleWithWorkerAt(temporal.target())) {
                temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
            }
        }

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RackOperation", "Tombstone", " "})
    void an_external_workflow_cannot_have_a_built_in_or_blank_type(String type) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExternalWorkflow(type, "external", Duration.ZERO));
    }

    @Test
    void an_external_workflow_cannot_act_for_a_negative_time() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExternalWorkflow("External", "external", Duration.ofMillis(-1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"built-in", "built-in-reports", "built-in-milestones"})
    void an_external_workflow_cannot_use_a_queue_of_the_built_in_workflow(String queue) {
        TemporalServer server = TemporalEngine.at(temporal.target());
        ExternalWorkflow external = new ExternalWorkflow("External", queue, Duration.ZERO);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.site(at.site, "built-in").externalWorkflow(Operation.INGEST, external));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemporalEngine.builder()
                        .externalWorkflow(Operation.INGEST, external)
                        .site(at.site, server, "built-in"));
    }

    private static Task taskWith(ComponentSelection components) {
        return Task.submitted(
                new TaskId(new UUID(1, 1)),
                new TaskSpec(
                        new SiteId(new UUID(2, 1)),
                        new RackId(new UUID(3, 1)),
                        Operation.INGEST,
                        components,
                        "as it came",
                        null),
                Instant.parse("2026-06-01T12:00:00Z"));
    }

    private static Payload payloadOf(Object value) {
        return DefaultDataConverter.STANDARD_INSTANCE.toPayload(value).orElseThrow();
    }
}
