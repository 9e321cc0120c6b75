package io.nicotask.adapter.workflow;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/** Timeouts and retries of activities, and the workflow failure that follows from a failed one. */
final class ActivityPolicies {

    /** Retries without end: the use case either succeeds or refuses, and an absent database or worker comes back. */
    private static final RetryOptions UNTIL_DECIDED = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofMillis(200))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(5))
            .build();

    /** For the gate and the reports, which are short. */
    static final ActivityOptions REPORT = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(UNTIL_DECIDED)
            .build();

    /** For the execution of a stage, which sends heartbeats. */
    static final ActivityOptions STAGE = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofHours(24))
            .setHeartbeatTimeout(Duration.ofSeconds(10))
            .setRetryOptions(UNTIL_DECIDED)
            .build();

    private ActivityPolicies() {}

    /** Returns a workflow failure with the type and message of the activity's, where an operator sees them first. */
    static RuntimeException asWorkflowFailure(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                ? ApplicationFailure.newNonRetryableFailure(cause.getOriginalMessage(), cause.getType())
                : failure;
    }
}
