package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** External workflows in Java, on workers with the interceptor. */
class StartGateInterceptorTest extends InterceptedWorkflow {

    @Test
    void the_task_is_running_when_the_workflow_begins() {
        startAndAwaitCalled();

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.RUNNING);
        Stage stage = theStage();
        assertThat(stage.progress().status()).isEqualTo(Progress.Status.RUNNING);
        assertThat(stage.steps()).extracting(Step::type).containsExactly(ComponentType.UNKNOWN);
    }

    @Test
    void the_task_succeeds_when_the_method_returns() {
        startAndAwaitCalled();

        worker.end(task.id(), "well");
        awaitClosed(CloseStatus.COMPLETED);
        RecordedHistory.record("external-completed", temporal, task.id());

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(theStage().progress().status()).isEqualTo(Progress.Status.COMPLETED);
        assertThat(worker.of(task.id()).getResult(String.class)).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "badly, the rack is on fire, Fire",
        "in an activity, the scanner is dirty, ''",
        "as new, The workflow of a task cannot continue as new: the task belongs to one run, ContinueAsNewRefused"
    })
    void the_task_fails_with_the_error_that_ends_the_workflow(String ending, String message, String type) {
        startAndAwaitCalled();

        worker.end(task.id(), ending);
        awaitClosed(CloseStatus.FAILED);
        RecordedHistory.record("external-ended-" + ending.replace(' ', '-'), temporal, task.id());

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(at.reload(task).message()).isEqualTo(message);
        assertThat(theStage().progress().error()).isEqualTo(message);
        assertThat(temporal.failureType(task.id())).isEqualTo(type);
    }

    @Test
    void a_defect_in_the_workflow_does_not_end_the_task() {
        startAndAwaitCalled();

        worker.end(task.id(), "in a defect");
        await().until(() -> temporal.events(task.id()).contains(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED));

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void the_start_gate_refuses_the_workflow_of_a_cancelled_task_before_its_code_runs() {
        at.cancel(task);

        at.start(module, task);
        awaitClosed(CloseStatus.FAILED);
        RecordedHistory.record("external-turned-away-at-the-gate", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(ExternalWorker.hasCalled(task.id())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"well", "badly"})
    void a_workflow_that_ends_after_its_task_is_refused(String ending) {
        startAndAwaitCalled();
        at.cancel(task);

        worker.end(task.id(), ending);
        awaitClosed(CloseStatus.FAILED);
        RecordedHistory.record("external-turned-away-at-the-end-" + ending, temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(at.lateOutcomes()).hasSize(1);
    }

    @Test
    void the_workflow_of_a_cancelled_task_is_terminated() {
        startAndAwaitCalled();
        at.cancel(task);

        await().until(() -> {
            at.relay(module, task);
            return at.stopOf(task) == StopStatus.CONFIRMED;
        });

        temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
        RecordedHistory.record("external-terminated", temporal, task.id());
    }

    @Test
    void the_reconciler_fails_the_task_of_a_workflow_that_was_cancelled_in_the_engine() {
        at.relayStart(module, task);
        awaitCalled();

        worker.of(task.id()).cancel();
        awaitClosed(CloseStatus.CANCELED);
        RecordedHistory.record("external-cancelled", temporal, task.id());

        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.RUNNING);
        at.reconcile(module);
        assertThat(at.reload(task).message()).isEqualTo("Workflow was cancelled outside of this service");
    }

    @Test
    void a_workflow_that_the_server_has_not_started_is_refused() {
        worker.start(TestTemporal.workflowId(task.id()));
        awaitClosed(CloseStatus.FAILED);
        RecordedHistory.record("external-not-started-by-the-server", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(ExternalWorker.hasCalled(task.id())).isFalse();
    }

    @Test
    void a_workflow_with_another_id_is_not_affected() {
        String id = "ingestion-" + UUID.randomUUID();
        WorkflowStub other = worker.start(id);

        other.signal("end", "well");

        assertThat(other.getResult(String.class)).isEqualTo("done");
        RecordedHistory.record("external-of-no-task", temporal, id);
        assertThat(temporal.events(id))
                .doesNotContain(EventType.EVENT_TYPE_MARKER_RECORDED, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    }

    @Test
    void child_workflows_are_not_affected() {
        startAndAwaitCalled();

        worker.end(task.id(), "with a child");
        awaitClosed(CloseStatus.COMPLETED);
        RecordedHistory.record("external-with-a-child", temporal, task.id());

        assertThat(worker.of(task.id()).getResult(String.class)).isEqualTo("scanned");
        assertThat(temporal.events(temporal.childOf(task.id())))
                .doesNotContain(EventType.EVENT_TYPE_MARKER_RECORDED, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    }

    @Test
    void updates_and_queries_reach_the_workflow() {
        startAndAwaitCalled();

        String result = worker.of(task.id()).update("rename", String.class, "Rosebud");

        assertThat(result).isEqualTo("renamed");
        assertThat(worker.of(task.id()).query("name", String.class)).isEqualTo("Rosebud");
    }
}
