package io.nicotask.application.submit;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskIds;
import jakarta.validation.Validator;

/** Accepts a new task; its workflow is started from the outbox. */
@FunctionalInterface
@CheckReturnValue
public interface SubmitTask {

    /**
     * Keeps the task and the request to start it in one transaction.
     *
     * @throws jakarta.validation.ConstraintViolationException when the command is not valid; nothing was changed
     * @throws io.nicotask.application.port.StoreUnavailable when it is not known whether the task was kept
     */
    SubmitTaskResult submit(SubmitTaskCommand command);

    /** The use case over the given ports. */
    static SubmitTask using(Ports ports, TaskIds ids, Validator validator) {
        return new SubmitTaskService(ports, ids, validator);
    }
}
