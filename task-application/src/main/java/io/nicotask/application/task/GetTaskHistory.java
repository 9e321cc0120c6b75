package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import jakarta.validation.Validator;

/** Shows every change of state of a task: from which to which, when, by whom, why, and on which request. */
@FunctionalInterface
@CheckReturnValue
public interface GetTaskHistory {

    /**
     * The history as last committed, oldest first.
     *
     * @throws jakarta.validation.ConstraintViolationException when the command is not valid
     * @throws io.nicotask.application.port.StoreUnavailable when the store cannot be asked
     */
    GetTaskHistoryResult get(GetTaskHistoryCommand command);

    /** The use case over the given ports. */
    static GetTaskHistory using(Ports ports, Validator validator) {
        return new GetTaskHistoryService(ports, validator);
    }
}
