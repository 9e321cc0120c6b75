package io.nicotask.adapter.workflow;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.BeginTaskResult;
import io.nicotask.application.worker.FinishTaskResult;
import io.nicotask.application.worker.WorkflowRunRef;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates results of the use cases for the workflow: a refusal becomes a failure that is not retried. */
final class ActivityResults {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityResults.class);

    private ActivityResults() {}

    /** Returns the number of stages. */
    static int passGate(WorkflowRunRef workflowRun, Supplier<BeginTaskResult> gate) {
        return switch (callOrRetry(workflowRun, gate)) {
            case BeginTaskResult.Passed passed -> passed.stages();
            case BeginTaskResult.Refused away -> throw refused(workflowRun, away.reason());
        };
    }

    static void finish(WorkflowRunRef workflowRun, Supplier<FinishTaskResult> end) {
        switch (callOrRetry(workflowRun, end)) {
            case FinishTaskResult.Finished finished -> {}
            case FinishTaskResult.TooLate late -> throw refused(workflowRun, late.reason());
        }
    }

    /** Turns an unavailable database into a failure that the engine retries, with one line in the log. */
    static <T> T callOrRetry(WorkflowRunRef workflowRun, Supplier<T> step) {
        try {
            return step.get();
        } catch (StoreUnavailable away) {
            LOG.warn("Task {}: the store is unavailable, retrying: {}", workflowRun.task(), away.getMessage());
            throw benignFailure("StoreUnavailable", String.valueOf(away.getMessage()))
                    .build();
        }
    }

    static ApplicationFailure refused(WorkflowRunRef workflowRun, String why) {
        LOG.info("Refused the workflow of task {}: {}", workflowRun.task(), why);
        return benignFailure(WorkflowProtocol.REFUSED_TYPE, why)
                .setNonRetryable(true)
                .build();
    }

    /** An expected failure, which the SDK does not log. */
    static ApplicationFailure.Builder benignFailure(String type, String why) {
        return ApplicationFailure.newBuilder()
                .setMessage(why)
                .setType(type)
                .setCategory(ApplicationErrorCategory.BENIGN);
    }
}
