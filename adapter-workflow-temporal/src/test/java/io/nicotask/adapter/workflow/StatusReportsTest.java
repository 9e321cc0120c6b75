package io.nicotask.adapter.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Workers for the reports of external workflows, beside those that run the built-in workflow. */
class StatusReportsTest extends InterceptedWorkflow {

    @Test
    void a_status_report_worker_does_not_run_built_in_workflows() {
        Task builtIn = at.aPendingTask();
        at.start(module, builtIn);

        completeExternalWorkflow();

        assertThat(temporal.events(builtIn.id()))
                .containsExactly(EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
        try (TemporalEngine working = at.moduleWithWorkerAt(temporal.target())) {
            temporal.awaitClosed(builtIn.id(), CloseStatus.COMPLETED);
        }
        assertThat(at.reload(builtIn).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void one_process_may_run_both_kinds_of_worker() {
        Task builtIn = at.aPendingTask();
        module.startWorkers(List.of(at.site), at.useCases());

        at.start(module, builtIn);
        completeExternalWorkflow();
        temporal.awaitClosed(builtIn.id(), CloseStatus.COMPLETED);

        assertThat(at.reload(builtIn).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void both_kinds_of_worker_can_be_closed_if_their_server_was_never_reachable() {
        try (TemporalEngine unreachable = at.moduleWithWorkerAt(LoopbackAddresses.closedTarget())) {
            unreachable.startStatusReportWorkers(List.of(at.site), at.externalUseCases());
        }
    }

    @Test
    void a_site_without_an_engine_is_refused() {
        List<SiteId> unknown = List.of(new SiteId(UUID.randomUUID()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> module.startStatusReportWorkers(unknown, at.externalUseCases()));
        assertThatIllegalArgumentException().isThrownBy(() -> module.startWorkers(unknown, at.useCases()));
    }

    private void completeExternalWorkflow() {
        startAndAwaitCalled();
        worker.end(task.id(), "well");
        awaitClosed(CloseStatus.COMPLETED);
    }
}
