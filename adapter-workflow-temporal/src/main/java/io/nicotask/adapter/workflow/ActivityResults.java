package io.nicotask.adapter.workflow;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask;
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
    static int passGate(WorkflowRunRef workflowRun, Supplier<BeginTask.Result> begin) {
        return switch (callOrRetry(workflowRun, begin)) {
            case BeginTask.Result.Passed passed -> passed.stages();
            case BeginTask.Result.Refused refused -> throw refusal(workflowRun, refused.reason());
        };
    }

    static void finish(WorkflowRunRef workflowRun, Supplier<FinishTask.Result> finish) {
        switch (callOrRetry(workflowRun, finish)) {
            case FinishTask.Result.Finished finished -> {}
            case FinishTask.Result.TooLate tooLate -> throw refusal(workflowRun, tooLate.reason());
        }
    }

    /** Turns an unavailable database into a failure that the engine retries, which is logged. */
    static <T> T callOrRetry(WorkflowRunRef workflowRun, Supplier<T> useCase) {
        try {
            return useCase.get();
        } catch (StoreUnavailable unavailable) {
            LOG.warn("Task {}: the store is unavailable, retrying", workflowRun.task(), unavailable);
            throw benignFailure("StoreUnavailable", String.valueOf(unavailable.getMessage()))
                    .build();
        }
    }

    static ApplicationFailure refusal(WorkflowRunRef workflowRun, String reason) {
        LOG.info("Refused the workflow of task {}: {}", workflowRun.task(), reason);
        return benignFailure(WorkflowProtocol.REFUSED_TYPE, reason)
                .setNonRetryable(true)
                .build();
    }

    /** An expected failure, which the SDK does not log. */
    static ApplicationFailure.Builder benignFailure(String type, String reason) {
        return ApplicationFailure.newBuilder()
                .setMessage(reason)
                .setType(type)
                .setCategory(ApplicationErrorCategory.BENIGN);
    }
}
