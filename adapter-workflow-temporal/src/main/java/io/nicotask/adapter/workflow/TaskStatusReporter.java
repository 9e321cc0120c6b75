package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowProtocol.ExternalWorkflowActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;

/** Reports the status of a task from within its external workflow, even while the workflow is being cancelled. */
final class TaskStatusReporter {

    private final String site;
    private final ExternalWorkflowActivities steps;

    TaskStatusReporter(TaskHeader origin) {
        this.site = origin.site();
        this.steps = Workflow.newActivityStub(
                ExternalWorkflowActivities.class,
                ActivityOptions.newBuilder(ActivityPolicies.REPORT)
                        .setTaskQueue(origin.taskQueue())
                        .build());
    }

    void begin() {
        report(() -> steps.begin(site));
    }

    void succeed() {
        report(() -> steps.succeed(site));
    }

    void fail(TemporalFailure failure) {
        String error = errorOf(failure);
        report(() -> steps.fail(site, error));
    }

    private static void report(Runnable report) {
        try {
            Workflow.newDetachedCancellationScope(report).run();
        } catch (ActivityFailure failure) {
            throw ActivityPolicies.asWorkflowFailure(failure);
        }
    }

    /** Returns the message of the original failure; Temporal's wrappers say only where it happened. */
    private static String errorOf(TemporalFailure failure) {
        Throwable origin = failure;
        while ((origin instanceof ActivityFailure || origin instanceof ChildWorkflowFailure)
                && origin.getCause() != null) {
            origin = origin.getCause();
        }
        String words = origin instanceof TemporalFailure told ? told.getOriginalMessage() : origin.getMessage();
        return words == null || words.isBlank() ? origin.getClass().getSimpleName() : words;
    }
}
