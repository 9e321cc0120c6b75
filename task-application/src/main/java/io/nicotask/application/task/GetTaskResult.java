package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;

/** The answers of {@link GetTask}. */
public sealed interface GetTaskResult {

    /**
     * Here it is.
     *
     * @param view the task
     */
    record Found(TaskView view) implements GetTaskResult {}

    /** The site has no such task. */
    record NotFound() implements GetTaskResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements GetTaskResult {}
}
