package io.nicotask.domain.task;

import com.google.errorprone.annotations.CheckReturnValue;

/** The answer of a task that was told to go on: every such telling may be late, or a repetition. */
@CheckReturnValue
public sealed interface Transition {

    /**
     * The task changed.
     *
     * @param task the task after the change
     */
    record Applied(Task task) implements Transition {}

    /**
     * The same telling had been applied before (its reply was lost, or it was sent twice); nothing changes.
     *
     * @param task the task as it was
     */
    record AlreadyApplied(Task task) implements Transition {}

    /**
     * The task is in no state for it; nothing changes.
     *
     * @param task the task as it was
     */
    record Refused(Task task) implements Transition {}
}
