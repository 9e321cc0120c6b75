package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowProtocol.ExternalWorkflowActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;

/** What is told of a task from within its workflow. It gets through also when the workflow is being cancelled. */
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

    /** What went wrong at first, in its own words: what Temporal wraps around it says only where. */
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
