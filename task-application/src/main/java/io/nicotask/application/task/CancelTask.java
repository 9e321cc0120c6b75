package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/** Cancels a task: best-effort and idempotent. */
@FunctionalInterface
@CheckReturnValue
public interface CancelTask {

    /**
     * Decides the request in one transaction of the store. When this returns {@code Cancelled}, the decision is
     * committed, and the workflow will be stopped as long as the store keeps what it has committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided; safe to repeat
     */
    CancelTaskResult cancel(CancelTaskCommand command);

    /** Creates the use case with the given ports. */
    static CancelTask using(Ports ports) {
        return new CancelTaskService(ports);
    }
}
