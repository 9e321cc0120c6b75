package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;

/** The results of {@link CancelTask}. */
public sealed interface CancelTaskResult {

    /**
     * The task was open and is now Terminated.
     *
     * @param view the task after the change
     */
    record Cancelled(TaskView view) implements CancelTaskResult {}

    /**
     * The task was already Terminated; nothing changed.
     *
     * @param view the unchanged task
     */
    record AlreadyTerminated(TaskView view) implements CancelTaskResult {}

    /**
     * The task was Succeeded or Failed; nothing changed.
     *
     * @param view the unchanged task
     */
    record NotCancellable(TaskView view) implements CancelTaskResult {}

    /** The site has no such task. */
    record NotFound() implements CancelTaskResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements CancelTaskResult {}
}
