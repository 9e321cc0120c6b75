package io.nicotask.application.stop;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskView;

/** The answers of {@link ResolveStop}. */
public sealed interface ResolveStopResult {

    /**
     * The stop needed attention and is confirmed now.
     *
     * @param view the task after it
     */
    record Resolved(TaskView view) implements ResolveStopResult {}

    /**
     * The stop was confirmed already, or the task never had anything to stop; nothing changed.
     *
     * @param view the task as it is
     */
    record AlreadyConfirmed(TaskView view) implements ResolveStopResult {}

    /**
     * The stop needs no attention yet, or an attempt of the task is still finishing its step; nothing changed.
     *
     * @param view the task as it is
     */
    record InProgress(TaskView view) implements ResolveStopResult {}

    /**
     * The task has not ended, and nobody has asked for its stop; nothing changed.
     *
     * @param view the task as it is
     */
    record TaskNotEnded(TaskView view) implements ResolveStopResult {}

    /** The site has no such task. */
    record NotFound() implements ResolveStopResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ResolveStopResult {}
}
