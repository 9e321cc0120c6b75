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

/** What the use cases answer, told to the workflow that has asked: a refusal ends it. */
final class ActivityResults {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityResults.class);

    private ActivityResults() {}

    /** How many stages there are to do behind the gate. */
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

    /** The engine repeats what the store could not decide; a line in the log is enough for it. */
    static <T> T callOrRetry(WorkflowRunRef workflowRun, Supplier<T> step) {
        try {
            return step.get();
        } catch (StoreUnavailable away) {
            LOG.warn("Task {} waits for the store: {}", workflowRun.task(), away.getMessage());
            throw benignFailure("StoreUnavailable", String.valueOf(away.getMessage()))
                    .build();
        }
    }

    static ApplicationFailure refused(WorkflowRunRef workflowRun, String why) {
        LOG.info("The workflow of task {} was turned away: {}", workflowRun.task(), why);
        return benignFailure(WorkflowProtocol.REFUSED_TYPE, why)
                .setNonRetryable(true)
                .build();
    }

    /** A failure that is no cause for alarm: the SDK does not log it. */
    static ApplicationFailure.Builder benignFailure(String type, String why) {
        return ApplicationFailure.newBuilder()
                .setMessage(why)
                .setType(type)
                .setCategory(ApplicationErrorCategory.BENIGN);
    }
}
