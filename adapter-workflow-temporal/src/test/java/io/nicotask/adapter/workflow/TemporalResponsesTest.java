package io.nicotask.adapter.workflow;

import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.NotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the engine translates responses that the in-memory server never gives. */
class TemporalResponsesTest {

    private final SiteId site = new SiteId(UUID.randomUUID());
    private final Task task = Task.submitted(
            new TaskId(UUID.randomUUID()),
            new TaskSpec(
                    site, new RackId(UUID.randomUUID()), Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null),
            Instant.parse("2026-06-01T12:00:00Z"));
    private final ScriptedTemporal temporal = new ScriptedTemporal();
    private final TemporalEngine engines = TemporalEngine.at(temporal.target())
            .namespace("here")
            .site(site, "queue")
            .callLimit(TestTemporal.CALL_LIMIT)
            .build();

    @AfterEach
    void stop() {
        engines.close();
        temporal.close();
    }

    @Test
    void an_unknown_namespace_decides_nothing_and_is_named_in_the_error() {
        temporal.failWith(StatusUtils.newException(
                Status.NOT_FOUND.withDescription("anything"),
                NamespaceNotFoundFailure.getDefaultInstance(),
                NamespaceNotFoundFailure.getDescriptor()));

        assertNothingIsDecided();

        assertThatThrownBy(() -> engines.describe(site, task.id())).hasMessageContaining("the namespace here");
    }

    @Test
    void an_unknown_workflow_in_a_known_namespace_is_not_found() {
        temporal.failWith(unknownWorkflow());

        assertThatNoException().isThrownBy(() -> engines.terminate(site, task.id(), "test"));

        assertThat(engines.describe(site, task.id())).isEqualTo(new WorkflowDescription.NotFound("here", false));
    }

    @Test
    void a_namespace_of_the_same_name_on_another_server_is_a_different_one() {
        temporal.changeNamespaceId("first");
        temporal.failWith(Status.ALREADY_EXISTS.asRuntimeException());
        StartResult started = engines.start(task);

        temporal.changeNamespaceId("second");
        temporal.failWith(unknownWorkflow());
        WorkflowDescription description = engines.describe(site, task.id());
        temporal.failWith(Status.ALREADY_EXISTS.asRuntimeException());

        assertThat(started).isEqualTo(new StartResult.AlreadyStarted("here first"));
        assertThat(description).isEqualTo(new WorkflowDescription.NotFound("here second", false));
        assertThat(engines.start(task)).isEqualTo(new StartResult.AlreadyStarted("here second"));
    }

    @Test
    void a_start_works_without_a_description_of_the_namespace() {
        temporal.forgetNamespace();
        temporal.failWith(Status.ALREADY_EXISTS.asRuntimeException());

        assertThat(engines.start(task)).isEqualTo(new StartResult.AlreadyStarted("here"));
    }

    @Test
    void in_an_unknown_namespace_no_workflow_is_reported_as_not_found() {
        temporal.failWith(unknownWorkflow());
        temporal.forgetNamespace();

        assertThatThrownBy(() -> engines.describe(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
    }

    @Test
    void a_start_that_can_never_be_valid_is_refused() {
        temporal.failWith(Status.INVALID_ARGUMENT.withDescription("too long").asRuntimeException());

        StartResult result = engines.start(task);

        assertThat(result)
                .isInstanceOfSatisfying(
                        StartResult.Refused.class,
                        refused -> assertThat(refused.cause()).contains("too long"));
    }

    /** Includes the responses of a proxy whose server is down, and those that a wrong configuration causes. */
    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK", "INVALID_ARGUMENT", "ALREADY_EXISTS", "NOT_FOUND"})
    void every_other_failure_decides_nothing(Status.Code code) {
        temporal.failWith(code.toStatus().asRuntimeException());

        assertNothingIsDecided();
    }

    @ParameterizedTest
    @EnumSource
    void every_close_status_is_reported(CloseStatus closeStatus) {
        temporal.describeAs(WorkflowExecutionStatus.valueOf("WORKFLOW_EXECUTION_STATUS_" + closeStatus));

        WorkflowDescription description = engines.describe(site, task.id());

        assertThat(description)
                .isEqualTo(
                        new WorkflowDescription.Closed("here", closeStatus, new WorkflowRunId("run"), Duration.ZERO));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "WORKFLOW_EXECUTION_STATUS_RUNNING",
                "WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW",
                "WORKFLOW_EXECUTION_STATUS_PAUSED"
            })
    void a_workflow_that_may_continue_is_open(WorkflowExecutionStatus status) {
        temporal.describeAs(status);

        WorkflowDescription description = engines.describe(site, task.id());

        assertThat(description).isEqualTo(new WorkflowDescription.Open("here", new WorkflowRunId("run")));
    }

    @Test
    void an_unknown_status_decides_nothing() {
        temporal.describeAs(WORKFLOW_EXECUTION_STATUS_UNSPECIFIED);

        assertThatThrownBy(() -> engines.describe(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
    }

    private static StatusRuntimeException unknownWorkflow() {
        return StatusUtils.newException(
                Status.NOT_FOUND.withDescription("anything"),
                NotFoundFailure.getDefaultInstance(),
                NotFoundFailure.getDescriptor());
    }

    private void assertNothingIsDecided() {
        assertThatThrownBy(() -> engines.start(task)).isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> engines.terminate(site, task.id(), "test"))
                .isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> engines.describe(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
        assertThatThrownBy(() -> engines.placeTombstone(site, task.id())).isInstanceOf(WorkflowEngineUnavailable.class);
    }
}
