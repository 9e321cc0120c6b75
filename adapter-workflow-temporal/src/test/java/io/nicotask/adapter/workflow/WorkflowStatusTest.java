package io.nicotask.adapter.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.adapter.workflow.ActivityHeartbeat.EngineAnswer;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the statuses of Temporal mean, those of newer servers among them. */
class WorkflowStatusTest {

    private static final int OF_A_NEWER_SERVER = 99;

    @ParameterizedTest
    @EnumSource(
            names = {
                "WORKFLOW_EXECUTION_STATUS_RUNNING",
                "WORKFLOW_EXECUTION_STATUS_PAUSED",
                "WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW"
            })
    void a_workflow_that_runs_or_is_paused_is_open(WorkflowExecutionStatus status) {
        assertThat(descriptionOf(status.getNumber())).isInstanceOf(WorkflowDescription.Open.class);
    }

    @Test
    void a_workflow_in_an_unknown_status_is_neither_closed_nor_lost() {
        assertThat(descriptionOf(OF_A_NEWER_SERVER)).isInstanceOf(WorkflowDescription.Open.class);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = ".*(COMPLETED|FAILED|CANCELED|TERMINATED|TIMED_OUT)")
    void a_workflow_that_has_ended_is_closed(WorkflowExecutionStatus status) {
        assertThat(descriptionOf(status.getNumber())).isInstanceOf(WorkflowDescription.Closed.class);
    }

    @Test
    void a_workflow_without_a_status_decides_nothing() {
        assertThatExceptionOfType(WorkflowEngineUnavailable.class)
                .isThrownBy(() -> assertThat(descriptionOf(0)).isNull());
    }

    @ParameterizedTest
    @EnumSource(WorkflowExecutionStatus.class)
    void an_attempt_ends_only_with_a_run_that_has_ended(WorkflowExecutionStatus status) {
        boolean hasEnded = switch (status) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                    UNRECOGNIZED -> false;
            case WORKFLOW_EXECUTION_STATUS_COMPLETED,
                    WORKFLOW_EXECUTION_STATUS_FAILED,
                    WORKFLOW_EXECUTION_STATUS_CANCELED,
                    WORKFLOW_EXECUTION_STATUS_TERMINATED,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> true;
        };

        assertThat(ActivityHeartbeat.answerFor(status))
                .isEqualTo(hasEnded ? EngineAnswer.CLOSED : EngineAnswer.TIMED_OUT);
    }

    private static WorkflowDescription descriptionOf(int status) {
        SiteEndpoint endpoint = new SiteEndpoint(TemporalEngine.at("127.0.0.1:1"), "racks");
        try (TemporalChannel channel = endpoint.connection().openForCalls(Duration.ofSeconds(1))) {
            WorkflowClient client = endpoint.connection().clientOver(channel);
            return new TemporalSiteEngine(
                            endpoint,
                            channel,
                            client,
                            new TemporalRequests(
                                    endpoint, client.getOptions().getDataConverter(), Map.of(), UUID::randomUUID),
                            Duration.ofSeconds(1))
                    .descriptionOf(
                            WorkflowExecutionInfo.newBuilder()
                                    .setExecution(WorkflowExecution.newBuilder().setRunId("run"))
                                    .setStatusValue(status)
                                    .build(),
                            "default");
        }
    }
}
