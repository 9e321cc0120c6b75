package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.Protocol.ForeignSteps;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;

/** What is told of a task from within its workflow. It gets through also when the workflow is being cancelled. */
final class TaskWord {

    private final String site;
    private final ForeignSteps steps;

    TaskWord(Origin origin) {
        this.site = origin.site();
        this.steps = Workflow.newActivityStub(
                ForeignSteps.class,
                ActivityOptions.newBuilder(Patience.WORD)
                        .setTaskQueue(origin.taskQueue())
                        .build());
    }

    void begin() {
        tell(() -> steps.begin(site));
    }

    void succeed() {
        tell(() -> steps.succeed(site));
    }

    void fail(TemporalFailure failure) {
        String error = errorOf(failure);
        tell(() -> steps.fail(site, error));
    }

    private static void tell(Runnable word) {
        try {
            Workflow.newDetachedCancellationScope(word).run();
        } catch (ActivityFailure failure) {
            throw Patience.named(failure);
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
