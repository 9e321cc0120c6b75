package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/**
 * Returns all changes of a task's state: the previous and the new state, the time, the actor, the reason, and the
 * request id.
 */
@FunctionalInterface
@CheckReturnValue
public interface GetTaskHistory {

    /**
     * Returns the history as last committed, oldest first.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    GetTaskHistoryResult get(GetTaskHistoryCommand command);

    /** Creates the use case with the given ports. */
    static GetTaskHistory using(Ports ports) {
        return new GetTaskHistoryService(ports);
    }
}
