package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/** Returns the current state of a task. */
@FunctionalInterface
@CheckReturnValue
public interface GetTask {

    /**
     * Returns the task as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    GetTaskResult get(GetTaskCommand command);

    /** Creates the use case with the given ports. */
    static GetTask using(Ports ports) {
        return new GetTaskService(ports);
    }
}
