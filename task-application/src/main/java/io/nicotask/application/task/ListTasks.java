package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import jakarta.validation.Validator;

/** Lists the tasks of a site, of a rack or of a tray, newest first. */
@FunctionalInterface
@CheckReturnValue
public interface ListTasks {

    /**
     * Returns the tasks as last committed.
     *
     * @throws jakarta.validation.ConstraintViolationException when the command is incomplete or invalid
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    ListTasksResult list(ListTasksCommand command);

    /** Creates the use case with the given ports. */
    static ListTasks using(Ports ports, Validator validator) {
        return new ListTasksService(ports, validator);
    }
}
