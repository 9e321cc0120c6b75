package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.adapter.workflow.WorkflowModule;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job, on real parts: a task runs in Temporal, is cancelled over HTTP, and is really stopped. */
final class CancelEndToEndTest {

    private static final SiteId SITE = DemoOrg.SITE;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static RunningServer server;
    private static WorkflowServiceStubs temporal;

    private final String token = server.token("demo-org", "PROVIDER_ADMIN");

    @BeforeAll
    static void start() {
        server = new RunningServer(null, Map.of());
        temporal = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.announcement().temporalTarget())
                .build());
    }

    @AfterAll
    static void stop() {
        temporal.shutdownNow();
        server.close();
    }

    @Test
    void a_running_task_is_cancelled_and_its_workflow_is_really_stopped() throws Exception {
        TaskId task = runningTask();

        HttpResponse<String> cancelled = server.cancel(SITE, task, token);

        JsonNode body = new ObjectMapper().readTree(cancelled.body());
        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(cancelled.headers().firstValue("Cancel-Outcome")).contains("cancelled");
        assertThat(cancelled.headers().firstValue("Task-Stop")).contains("requested");
        assertThat(body.get("status").asText()).isEqualTo("Terminated");
        assertThat(body.get("message").asText()).isEqualTo("Cancelled by user");
        assertThat(body.get("finished")).isEqualTo(body.get("updated"));
        await().atMost(BOUND)
                .until(() -> server.get(SITE, task, token)
                        .headers()
                        .firstValue("Task-Stop")
                        .orElseThrow()
                        .equals("confirmed"));
        assertThat(statusInTemporal(task)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        assertThat(server.get(SITE, task, token).body()).isEqualTo(cancelled.body());
    }

    @Test
    void a_task_that_is_left_alone_succeeds_with_a_complete_report() {
        TaskId task = server.submit(SITE, Operation.POWER_ON);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.task(SITE, task).status() == TaskStatus.SUCCEEDED);

        assertThat(server.get(SITE, task, token).body())
                .contains("\"status\":\"Succeeded\"", "\"succeededComponents\":18");
        assertThat(server.cancel(SITE, task, token).statusCode()).isEqualTo(409);
    }

    private static TaskId runningTask() {
        TaskId task = server.submit(SITE, Operation.UPGRADE);
        await().atMost(BOUND).until(() -> server.task(SITE, task).status() == TaskStatus.RUNNING);
        return task;
    }

    private static WorkflowExecutionStatus statusInTemporal(TaskId task) {
        return temporal.blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(WorkflowModule.workflowId(task)))
                        .build())
                .getWorkflowExecutionInfo()
                .getStatus();
    }
}
