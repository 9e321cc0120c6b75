package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.adapter.workflow.WorkflowInputs.StageResult;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperation;
import io.nicotask.adapter.workflow.WorkflowProtocol.RackOperationActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;

/**
 * The built-in workflow: passes the start gate, executes the stages in order, reports the end. The engine replays this
 * code, so whatever can differ between two executions is in the activities.
 */
final class RackOperationWorkflow implements RackOperation {

    private final RackOperationActivities reports =
            Workflow.newActivityStub(RackOperationActivities.class, reportOptions());
    private final RackOperationActivities stages =
            Workflow.newActivityStub(RackOperationActivities.class, ActivityPolicies.STAGE);

    @Override
    public void run(RackOperationInput input) {
        try {
            executeStages(input);
        } catch (ActivityFailure failure) {
            throw ActivityPolicies.asWorkflowFailure(failure);
        }
    }

    private void executeStages(RackOperationInput input) {
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

    /** A replay does not compare queues, so workflows whose earlier reports ran on the queue of the stages continue. */
    private static ActivityOptions reportOptions() {
        String queue = WorkflowProtocol.reportQueue(Workflow.getInfo().getTaskQueue());
        return ActivityOptions.newBuilder(ActivityPolicies.REPORT)
                .setTaskQueue(queue)
                .build();
    }
}
