package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.Protocol.Order;
import io.nicotask.adapter.workflow.Protocol.RackOperation;
import io.nicotask.adapter.workflow.Protocol.RackSteps;
import io.nicotask.adapter.workflow.Protocol.StageEnd;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * The gate, the stages one after the other, the end. All that can differ between two executions is in the activities:
 * the engine replays this code.
 */
final class RackWorkflow implements RackOperation {

    /** Steps are tried until they succeed or are turned away: whatever hinders them (a store, a worker) comes back. */
    private static final RetryOptions UNTIL_DECIDED = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofMillis(200))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(5))
            .build();

    private static final ActivityOptions WORD = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(UNTIL_DECIDED)
            .build();

    private static final ActivityOptions STAGE = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofHours(24))
            .setHeartbeatTimeout(Duration.ofSeconds(10))
            .setRetryOptions(UNTIL_DECIDED)
            .build();

    private final RackSteps words = Workflow.newActivityStub(RackSteps.class, WORD);
    private final RackSteps stages = Workflow.newActivityStub(RackSteps.class, STAGE);

    @Override
    public void run(Order order) {
        try {
            work(order);
        } catch (ActivityFailure failure) {
            throw named(failure);
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

    /** Closes the workflow under the name that its activity gave, where whoever looks at it sees it first. */
    private static RuntimeException named(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                ? ApplicationFailure.newNonRetryableFailure(cause.getOriginalMessage(), cause.getType())
                : failure;
    }
}
