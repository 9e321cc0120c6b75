package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main use case on real services: a task runs in Temporal, is cancelled over HTTP, and stops. */
@ExtendWith(SharedServers.class)
@Order(Integer.MAX_VALUE - 1)
final class CancelEndToEndTest {

    private final DefaultServer live;

    CancelEndToEndTest(DefaultServer live) {
        this.live = live;
    }

    @Test
    void a_cancel_of_a_running_task_closes_its_workflow() {
        TaskId task = live.running();

        HttpReply cancelled = live.cancel(task);

        JsonNode body = cancelled.json();
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.header("Cancel-Outcome")).isEqualTo("cancelled");
        assertThat(cancelled.header("Task-Stop")).isEqualTo("requested");
        assertThat(body.get("status").asText()).isEqualTo("Terminated");
        assertThat(body.get("message").asText()).isEqualTo("Cancelled by user");
        assertThat(body.get("finished")).isEqualTo(body.get("updated"));
        assertThat(live.confirmed(task).body()).isEqualTo(cancelled.body());
        // A worker that notices the end first closes its run as failed.
        assertThat(live.temporal().status(task))
                .isIn(
                        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED,
                        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
    }

    /** The task takes twenty seconds; it starts before the other tests of its server, and is checked after them. */
    @Test
    void a_task_that_is_not_cancelled_succeeds_with_a_complete_report() {
        TaskId task = live.untouchedTask();

        await().until(() -> live.status(task) == TaskStatus.SUCCEEDED);

        assertThat(live.get(task).body()).contains("\"status\":\"Succeeded\"", "\"succeededComponents\":18");
        assertThat(live.cancel(task).status()).isEqualTo(412);
    }
}
