package io.nicotask.application.submit;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;

/** The answers of {@link SubmitTask}. */
public sealed interface SubmitTaskResult {

    /**
     * The task is kept and will be started.
     *
     * @param view the task
     */
    record Submitted(TaskView view) implements SubmitTaskResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements SubmitTaskResult {}
}
