package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;

/** The answers of {@link CancelTask}. */
public sealed interface CancelTaskResult {

    /**
     * The task was open and is Terminated now.
     *
     * @param view the task after it
     */
    record Cancelled(TaskView view) implements CancelTaskResult {}

    /**
     * The task was Terminated already; nothing changed.
     *
     * @param view the task as it is
     */
    record AlreadyTerminated(TaskView view) implements CancelTaskResult {}

    /**
     * The task had Succeeded or Failed; nothing changed.
     *
     * @param view the task as it is
     */
    record NotCancellable(TaskView view) implements CancelTaskResult {}

    /** The site has no such task. */
    record NotFound() implements CancelTaskResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements CancelTaskResult {}
}
