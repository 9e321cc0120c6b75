package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;
import io.nicotask.domain.value.RackId;

/** The answers of {@link SubmitTask}. */
public sealed interface SubmitTaskResult {

    /**
     * The task is kept. It is Pending and will be started, or Waiting; one that was submitted before under the same key
     * is as it is now.
     *
     * @param view the task
     */
    record Submitted(TaskView view) implements SubmitTaskResult {}

    /**
     * Another task is in the way, and the caller does not want to wait.
     *
     * @param rack the rack
     */
    record Conflict(RackId rack) implements SubmitTaskResult {}

    /**
     * Another task is in the way, and nobody more may wait.
     *
     * @param rack the rack
     * @param limit how many may wait for a rack
     */
    record QueueFull(RackId rack, int limit) implements SubmitTaskResult {}

    /** There is no rule of the id that was pinned, or it is for another operation. */
    record UnknownRule() implements SubmitTaskResult {}

    /** The idempotency key was used with another request. */
    record KeyReused() implements SubmitTaskResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements SubmitTaskResult {}
}
