package io.nicotask.domain.task;

import com.google.errorprone.annotations.CheckReturnValue;

/** The answer of {@link Task#cancel}. */
@CheckReturnValue
public sealed interface Cancellation {

    /**
     * The task was open and is now Terminated.
     *
     * @param task the task after the change
     */
    record Cancelled(Task task) implements Cancellation {}

    /**
     * The task was Terminated already; nothing changes.
     *
     * @param task the task as it was
     */
    record AlreadyTerminated(Task task) implements Cancellation {}

    /**
     * The task had Succeeded or Failed; nothing changes.
     *
     * @param task the task as it was
     */
    record NotCancellable(Task task) implements Cancellation {}
}
