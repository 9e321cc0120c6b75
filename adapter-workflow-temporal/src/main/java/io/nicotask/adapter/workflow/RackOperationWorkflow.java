package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.adapter.workflow.WorkflowInputs.StageResult;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperation;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperationActivities;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;

/**
 * The gate, the stages one after the other, the end. All that can differ between two executions is in the activities:
 * the engine replays this code.
 */
final class RackOperationWorkflow implements RackOperation {

    private final RackOperationActivities reports =
            Workflow.newActivityStub(RackOperationActivities.class, ActivityPolicies.REPORT);
    private final RackOperationActivities stages =
            Workflow.newActivityStub(RackOperationActivities.class, ActivityPolicies.STAGE);

    @Override
    public void run(RackOperationInput input) {
        try {
            work(input);
        } catch (ActivityFailure failure) {
            throw ActivityPolicies.asWorkflowFailure(failure);
        }
    }

    private void work(RackOperationInput input) {
        int count = reports.begin(input);
        for (int stage = 1; stage <= count; stage++) {
            StageResult result = stages.perform(input, stage);
            if (result.error() != null) {
                reports.fail(input, result.error());
                throw ApplicationFailure.newNonRetryableFailure(result.error(), WorkflowProtocol.OPERATION_FAILED_TYPE);
            }
        }
        reports.succeed(input);
    }
}
