package io.nicotask.domain.task;

import com.google.errorprone.annotations.CheckReturnValue;

/** The result of a change of a task that the system requests. Any such request may arrive late or repeatedly. */
@CheckReturnValue
public sealed interface Transition {

    /**
     * The task changed.
     *
     * @param task the task after the change
     */
    record Applied(Task task) implements Transition {}

    /**
     * The same change was applied before (its reply was lost, or it was sent twice); the task is unchanged.
     *
     * @param task the unchanged task
     */
    record AlreadyApplied(Task task) implements Transition {}

    /**
     * The task's state does not allow the change; the task is unchanged.
     *
     * @param task the unchanged task
     */
    record Refused(Task task) implements Transition {}
}
