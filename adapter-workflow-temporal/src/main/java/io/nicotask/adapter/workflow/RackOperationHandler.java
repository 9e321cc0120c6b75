package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.adapter.workflow.WorkflowInputs.StageResult;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperationActivities;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.value.WorkflowRunId;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activities of the built-in workflow. Each calls one use case and returns its result to the workflow. */
final class RackOperationHandler implements RackOperationActivities {

    private static final Logger LOG = LoggerFactory.getLogger(RackOperationHandler.class);

    private final RackOperationUseCases useCases;

    RackOperationHandler(RackOperationUseCases useCases) {
        this.useCases = useCases;
    }

    @Override
    public int begin(RackOperationInput input) {
        WorkflowRunRef workflowRun = currentRun(input);
        return ActivityResults.passGate(workflowRun, () -> useCases.begin().begin(workflowRun));
    }

    @Override
    public StageResult perform(RackOperationInput input, int stage) {
        WorkflowRunRef workflowRun = currentRun(input);
        ActivityExecutionContext context = Activity.getExecutionContext();
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(context);
        ExecuteStage.Result result = ActivityResults.callOrRetry(
                workflowRun, () -> useCases.execute().execute(workflowRun, stage, heartbeat));
        if (heartbeat.isClosed()) {
            LOG.info("Stopped executing stage {} of task {}: its workflow is closed", stage, input.task());
            context.doNotCompleteOnReturn();
            return new StageResult(null);
        }
        return switch (result) {
            case ExecuteStage.Result.Completed completed -> new StageResult(null);
            case ExecuteStage.Result.Failed failed -> new StageResult(failed.error());
            case ExecuteStage.Result.Refused refused -> throw ActivityResults.refusal(workflowRun, refused.reason());
            case ExecuteStage.Result.HandedOver handedOver ->
                throw handOver(input, stage, handedOver.reason(), heartbeat);
        };
    }

    @Override
    public void succeed(RackOperationInput input) {
        finish(input, new WorkResult.Success());
    }

    @Override
    public void fail(RackOperationInput input, String error) {
        finish(input, new WorkResult.Failure(error));
    }

    private void finish(RackOperationInput input, WorkResult workResult) {
        WorkflowRunRef workflowRun = currentRun(input);
        ActivityResults.finish(workflowRun, () -> useCases.finish().finish(workflowRun, workResult));
    }

    /** Takes the run from the engine, so that an argument cannot name another one. */
    private static WorkflowRunRef currentRun(RackOperationInput input) {
        String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
        return new WorkflowRunRef(input.siteId(), input.taskId(), new WorkflowRunId(run));
    }

    /** Makes the engine schedule another attempt, delayed until a worker that shuts down no longer polls. */
    private static ApplicationFailure handOver(
            RackOperationInput input, int stage, String reason, ActivityHeartbeat heartbeat) {
        LOG.info("Handed over stage {} of task {} to another attempt: {}", stage, input.task(), reason);
        ApplicationFailure.Builder failure = ActivityResults.benignFailure("Left", reason);
        return (heartbeat.isShutDown() ? failure.setNextRetryDelay(TaskQueueWorker.CLOSED_AFTER) : failure).build();
    }
}
