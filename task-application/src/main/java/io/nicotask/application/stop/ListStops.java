package io.nicotask.application.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.WorkflowMonitor;
import jakarta.validation.Validator;

/** Shows what was asked to stop at a site and is not confirmed, the longest requested first. */
@FunctionalInterface
@CheckReturnValue
public interface ListStops {

    /**
     * The open stops, and how the site's engine is, as last committed.
     *
     * @throws jakarta.validation.ConstraintViolationException when the command is not complete or not valid
     * @throws io.nicotask.application.port.StoreUnavailable when the store cannot be asked
     */
    ListStopsResult list(ListStopsCommand command);

    /** The use case over the given ports. */
    static ListStops using(Ports ports, StopQueries stops, WorkflowMonitor monitor, Validator validator) {
        return new ListStopsService(ports, stops, monitor, validator);
    }
}
