package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import jakarta.validation.Validator;

/** Shows a task as it is now. */
@FunctionalInterface
@CheckReturnValue
public interface GetTask {

    /**
     * The task as last committed.
     *
     * @throws jakarta.validation.ConstraintViolationException when the command is not valid
     * @throws io.nicotask.application.port.StoreUnavailable when the store cannot be asked
     */
    GetTaskResult get(GetTaskCommand command);

    /** The use case over the given ports. */
    static GetTask using(Ports ports, Validator validator) {
        return new GetTaskService(ports, validator);
    }
}
