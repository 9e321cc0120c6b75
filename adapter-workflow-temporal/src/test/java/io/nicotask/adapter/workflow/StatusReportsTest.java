package io.nicotask.adapter.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.adapter.workflow.WorkflowModule.ExternalWorkflowUseCases;
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
    void who_takes_their_word_leaves_our_workflows_to_those_who_run_them() {
        Task ours = at.aPendingTask();
        at.start(module, ours);

        endWell();

        assertThat(temporal.events(ours.id()))
                .containsExactly(EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
        try (WorkflowModule working = at.workingAt(temporal.target())) {
            temporal.awaitClosed(ours.id(), CloseStatus.COMPLETED);
        }
        assertThat(at.reload(ours).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void one_process_may_do_both() {
        Task ours = at.aPendingTask();
        module.startWorkers(List.of(at.site), at.work());

        at.start(module, ours);
        endWell();
        temporal.awaitClosed(ours.id(), CloseStatus.COMPLETED);

        assertThat(at.reload(ours).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void both_can_be_closed_when_their_server_was_never_there() {
        try (WorkflowModule nowhere = at.workingAt(LoopbackAddresses.closed())) {
            nowhere.startStatusReportWorkers(List.of(at.site), milestones());
        }
    }

    @Test
    void a_site_without_an_engine_is_refused() {
        List<SiteId> unknown = List.of(new SiteId(UUID.randomUUID()));

        assertThatIllegalArgumentException().isThrownBy(() -> module.startStatusReportWorkers(unknown, milestones()));
        assertThatIllegalArgumentException().isThrownBy(() -> module.startWorkers(unknown, at.work()));
    }

    private ExternalWorkflowUseCases milestones() {
        return new ExternalWorkflowUseCases(at.externalStartGate(), at.work().finish());
    }

    private void endWell() {
        startAndAwaitCalled();
        worker.end(task.id(), "well");
        awaitClosed(CloseStatus.COMPLETED);
    }
}
