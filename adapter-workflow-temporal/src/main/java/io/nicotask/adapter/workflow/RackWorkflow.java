package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.Messages.Order;
import io.nicotask.adapter.workflow.Messages.StageEnd;
import io.nicotask.adapter.workflow.Protocol.RackOperation;
import io.nicotask.adapter.workflow.Protocol.RackSteps;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;

/**
 * The gate, the stages one after the other, the end. All that can differ between two executions is in the activities:
 * the engine replays this code.
 */
final class RackWorkflow implements RackOperation {

    private final RackSteps words = Workflow.newActivityStub(RackSteps.class, Patience.WORD);
    private final RackSteps stages = Workflow.newActivityStub(RackSteps.class, Patience.STAGE);

    @Override
    public void run(Order order) {
        try {
            work(order);
        } catch (ActivityFailure failure) {
            throw Patience.named(failure);
        }
    }

    private void work(Order order) {
        int count = words.begin(order);
        for (int stage = 1; stage <= count; stage++) {
            StageEnd end = stages.perform(order, stage);
            if (end.error() != null) {
                words.fail(order, end.error());
                throw ApplicationFailure.newNonRetryableFailure(end.error(), Protocol.OPERATION_FAILED);
            }
        }
        words.succeed(order);
    }
}
