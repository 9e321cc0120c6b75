package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowProtocol.ExternalWorkflowActivities;
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.util.UUID;

/** The activities by which external workflows pass the start gate and report their end. */
final class ExternalWorkflowHandler implements ExternalWorkflowActivities {

    private final ExternalWorkflowUseCases useCases;

    ExternalWorkflowHandler(ExternalWorkflowUseCases useCases) {
        this.useCases = useCases;
    }

    @Override
    public void begin(String site) {
        WorkflowRunRef workflowRun = currentRun(site);
        // The number of stages does not matter: the end of the task completes its only one.
        ActivityResults.passGate(workflowRun, () -> useCases.begin().begin(workflowRun));
    }

    @Override
    public void succeed(String site) {
        finish(site, new WorkResult.Success());
    }

    @Override
    public void fail(String site, String error) {
        finish(site, new WorkResult.Failure(error));
    }

    private void finish(String site, WorkResult workResult) {
        WorkflowRunRef workflowRun = currentRun(site);
        ActivityResults.finish(workflowRun, () -> useCases.finish().finish(workflowRun, workResult));
    }

    /** Takes task and run from the engine, so that an argument cannot name others. */
    private static WorkflowRunRef currentRun(String site) {
        ActivityInfo info = Activity.getExecutionContext().getInfo();
        TaskId task = WorkflowProtocol.taskOf(info.getWorkflowId())
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        info.getWorkflowId() + " is not the workflow of a task", WorkflowProtocol.REFUSED_TYPE));
        return new WorkflowRunRef(new SiteId(UUID.fromString(site)), task, new WorkflowRunId(info.getWorkflowRunId()));
    }
}
