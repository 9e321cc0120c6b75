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
    private final ExternalWorkflowActivities activities;

    TaskStatusReporter(TaskHeader header) {
        this.site = header.site();
        this.activities = Workflow.newActivityStub(
                ExternalWorkflowActivities.class,
                ActivityOptions.newBuilder(ActivityPolicies.REPORT)
                        .setTaskQueue(header.taskQueue())
                        .build());
    }

    void begin() {
        report(() -> activities.begin(site));
    }

    void succeed() {
        report(() -> activities.succeed(site));
    }

    void fail(TemporalFailure failure) {
        String error = originalMessage(failure);
        report(() -> activities.fail(site, error));
    }

    private static void report(Runnable report) {
        try {
            Workflow.newDetachedCancellationScope(report).run();
        } catch (ActivityFailure failure) {
            throw ActivityPolicies.asWorkflowFailure(failure);
        }
    }

    /** Returns the message of the original failure; Temporal's wrappers say only where it happened. */
    private static String originalMessage(TemporalFailure failure) {
        Throwable original = failure;
        while ((original instanceof ActivityFailure || original instanceof ChildWorkflowFailure)
                && original.getCause() != null) {
            original = original.getCause();
        }
        String message =
                original instanceof TemporalFailure temporal ? temporal.getOriginalMessage() : original.getMessage();
        return message == null || message.isBlank() ? original.getClass().getSimpleName() : message;
    }
}
