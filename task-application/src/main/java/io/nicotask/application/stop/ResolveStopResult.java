package io.nicotask.application.stop;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;

/** The results of {@link ResolveStop}. */
public sealed interface ResolveStopResult {

    /**
     * The stop needed attention and is now confirmed.
     *
     * @param view the task after the change
     */
    record Resolved(TaskView view) implements ResolveStopResult {}

    /**
     * The stop was already confirmed, or the task never had a workflow to stop; nothing changed.
     *
     * @param view the unchanged task
     */
    record AlreadyConfirmed(TaskView view) implements ResolveStopResult {}

    /**
     * The stop needs no attention yet, or an attempt of the task still holds a lease; nothing changed.
     *
     * @param view the unchanged task
     */
    record InProgress(TaskView view) implements ResolveStopResult {}

    /**
     * The task has not ended, so it has no stop; nothing changed.
     *
     * @param view the unchanged task
     */
    record TaskNotEnded(TaskView view) implements ResolveStopResult {}

    /** The site has no such task. */
    record NotFound() implements ResolveStopResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ResolveStopResult {}
}
