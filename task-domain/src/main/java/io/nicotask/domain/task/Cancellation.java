package io.nicotask.domain.task;

import com.google.errorprone.annotations.CheckReturnValue;

/** The result of {@link Task#cancel}. */
@CheckReturnValue
public sealed interface Cancellation {

    /**
     * The task was open and is now Terminated.
     *
     * @param task the task after the change
     */
    record Cancelled(Task task) implements Cancellation {}

    /**
     * The task was already Terminated and is unchanged.
     *
     * @param task the unchanged task
     */
    record AlreadyTerminated(Task task) implements Cancellation {}

    /**
     * The task was Succeeded or Failed and is unchanged.
     *
     * @param task the unchanged task
     */
    record NotCancellable(Task task) implements Cancellation {}
}
