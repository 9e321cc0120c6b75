package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Terminated does not mean stopped: how a client observes the stop, and that the work ends. */
@ExtendWith(SharedServers.class)
final class TaskStopTest {

    private final DefaultServer live;

    TaskStopTest(DefaultServer live) {
        this.live = live;
    }

    @Test
    void the_stop_of_a_running_task_is_requested_and_then_confirmed() {
        TaskId task = live.running();

        HttpReply cancelled = live.cancel(task);
        HttpReply confirmed = live.confirmed(task);

        assertThat(cancelled.header("Task-Stop")).isEqualTo("requested");
        assertThat(cancelled.header("Retry-After")).isEqualTo("1");
        assertThat(confirmed.header("Retry-After")).isNull();
        assertThat(confirmed.header("ETag")).isNotNull().isNotEqualTo(cancelled.header("ETag"));
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.body()).isEqualTo(cancelled.body());
        assertThat(live.get(cancelled.header("Location"))).isEqualTo(confirmed);
    }

    @Test
    void a_task_without_a_workflow_is_stopped_at_once() {
        TaskId task = live.stored().waiting().id();

        HttpReply cancelled = live.cancel(task);

        assertThat(cancelled.header("Task-Stop")).isEqualTo("confirmed");
        assertThat(cancelled.header("Retry-After")).isNull();
        assertThat(live.get(cancelled.header("Location")).header("ETag")).isEqualTo(cancelled.header("ETag"));
        assertThat(live.rows().workFor(task)).isEmpty();
        assertThatThrownBy(() -> live.temporal().status(task)).isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void the_cancel_itself_closes_what_the_report_shows_as_running() {
        TaskId task = live.running();
        await().until(() ->
                live.get(task).json().at("/report/stages/0/status").asText().equals("running"));

        JsonNode body = live.cancel(task).json();

        String second = body.get("finished").asText().replaceFirst("\\.\\d+", "");
        JsonNode stage = body.at("/report/stages/0");
        assertThat(body.at("/report/error").asText()).isEqualTo("Cancelled by user");
        for (JsonNode closed : List.of(stage, stage.at("/steps/0"))) {
            assertThat(closed.get("status").asText()).isEqualTo("failed");
            assertThat(closed.get("error").asText()).isEqualTo("Cancelled by user");
            assertThat(closed.get("finishedAt").asText()).isEqualTo(second);
        }
        assertThat(body.at("/report/stages/1/status").asText()).isEqualTo("pending");
    }

    @Test
    void the_work_ends_at_the_next_heartbeat_and_writes_nothing_more() {
        TaskId task = live.running();
        await().until(() -> !leasesOf(task).isEmpty());

        live.cancel(task);

        List<JsonNode> written = written(task);
        live.confirmed(task);
        assertThat(leasesOf(task)).isEmpty();
        assertThat(live.temporal().status(task))
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        assertThat(written(task)).isEqualTo(written);
    }

    @Test
    void a_firmware_step_is_finished_before_the_stop_is_confirmed() {
        TaskId task = live.submit(Operation.UPGRADE);
        await().until(() -> !stepsOf(task).isEmpty());

        live.cancel(task);

        await().until(() ->
                live.temporal().status(task) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        await().during(Duration.ofSeconds(7)).until(() -> !stepsOf(task).isEmpty());
        assertThat(live.get(task).header("Task-Stop")).isEqualTo("requested");
    }

    /** Returns the leases of attempts that may be executing the task. */
    private List<JsonNode> leasesOf(TaskId task) {
        return live.rows().of("rack_lease", task);
    }

    private List<JsonNode> stepsOf(TaskId task) {
        return live.rows().of("unfinished_step", task);
    }

    private List<JsonNode> written(TaskId task) {
        List<JsonNode> rows = new ArrayList<>(live.rows().of("task_history", task));
        rows.addAll(live.rows().of("audit", task));
        rows.add(live.rows().task(task));
        return rows;
    }
}
