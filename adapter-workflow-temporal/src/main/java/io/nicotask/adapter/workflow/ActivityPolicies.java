package io.nicotask.adapter.workflow;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/** How long workflows wait for what they have others do, and what they make of it when it is in vain. */
final class ActivityPolicies {

    /** Steps are tried until they succeed or are turned away: whatever hinders them (a store, a worker) comes back. */
    private static final RetryOptions UNTIL_DECIDED = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofMillis(200))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(5))
            .build();

    /** For a word that is heard or not, at once. */
    static final ActivityOptions REPORT = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(UNTIL_DECIDED)
            .build();

    /** For the work of a stage, which beats. */
    static final ActivityOptions STAGE = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofHours(24))
            .setHeartbeatTimeout(Duration.ofSeconds(10))
            .setRetryOptions(UNTIL_DECIDED)
            .build();

    private ActivityPolicies() {}

    /** Closes the workflow under the name that its activity gave, where whoever looks at it sees it first. */
    static RuntimeException asWorkflowFailure(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                ? ApplicationFailure.newNonRetryableFailure(cause.getOriginalMessage(), cause.getType())
                : failure;
    }
}
