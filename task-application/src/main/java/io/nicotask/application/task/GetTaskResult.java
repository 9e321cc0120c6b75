package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;

/** The results of {@link GetTask}. */
public sealed interface GetTaskResult {

    /**
     * The task was found.
     *
     * @param view the task
     */
    record Found(TaskView view) implements GetTaskResult {}

    /** The site has no such task. */
    record NotFound() implements GetTaskResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements GetTaskResult {}
}
