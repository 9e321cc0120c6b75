package io.nicotask.application;

import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;

/** Submits and cancels tasks in a transaction of a host; see {@link NicoTasks#within}. For one thread at a time. */
public final class JoinedTasks {

    private final SubmitTask submit;
    private final CancelTask cancel;

    JoinedTasks(SubmitTask submit, CancelTask cancel) {
        this.submit = submit;
        this.cancel = cancel;
    }

    /**
     * Submits a task, as {@link SubmitTask#submit}.
     *
     * @throws IllegalStateException if the transaction cannot be joined; then nothing was written
     */
    public Provisional<SubmitTask.Result> submit(SubmitTask.Command command) {
        return new Provisional<>(submit.submit(command));
    }

    /**
     * Cancels a task, as {@link CancelTask#cancel}.
     *
     * @throws IllegalStateException if the transaction cannot be joined; then nothing was written
     */
    public Provisional<CancelTask.Result> cancel(CancelTask.Command command) {
        return new Provisional<>(cancel.cancel(command));
    }

    /**
     * A result that is true once the host has committed, and of which nothing is left if it rolls back. Show it to no
     * caller before.
     *
     * @param result the result
     */
    public record Provisional<R>(R result) {}
}
