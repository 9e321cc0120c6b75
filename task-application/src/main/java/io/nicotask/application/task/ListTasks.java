package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries;
import jakarta.validation.Validator;

/** Shows the tasks of a site, of a rack or of a tray, newest first. */
@FunctionalInterface
@CheckReturnValue
public interface ListTasks {

    /**
     * The tasks as last committed.
     *
     * @throws jakarta.validation.ConstraintViolationException when the command is not complete or not valid
     * @throws io.nicotask.application.port.StoreUnavailable when the store cannot be asked
     */
    ListTasksResult list(ListTasksCommand command);

    /** The use case over the given ports. */
    static ListTasks using(Ports ports, TaskQueries queries, Validator validator) {
        return new ListTasksService(ports, queries, validator);
    }
}
