package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;
import io.nicotask.domain.value.RackId;

/** The results of {@link SubmitTask}. */
public sealed interface SubmitTaskResult {

    /**
     * The task is stored: Pending, to be started, or Waiting. A task that was submitted before with the same key is
     * returned in its current state.
     *
     * @param view the task
     */
    record Submitted(TaskView view) implements SubmitTaskResult {}

    /**
     * The task conflicts with another one, and the client does not want to wait.
     *
     * @param rack the rack
     */
    record Conflict(RackId rack) implements SubmitTaskResult {}

    /**
     * The task conflicts with another one, and the queue of the rack is full.
     *
     * @param rack the rack
     * @param limit the maximum number of tasks that wait for a rack
     */
    record QueueFull(RackId rack, int limit) implements SubmitTaskResult {}

    /** The site is retired and accepts no tasks. */
    record RetiredSite() implements SubmitTaskResult {}

    /** There is no rule with the pinned id, or it is for another operation. */
    record UnknownRule() implements SubmitTaskResult {}

    /** The idempotency key was used with another request. */
    record KeyReused() implements SubmitTaskResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements SubmitTaskResult {}
}
