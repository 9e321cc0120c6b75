package io.nicotask.application.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import jakarta.validation.Validator;

/**
 * Takes an operator's word that the hardware of an ended task has been looked at and that nothing of the task acts on it any
 * more, where the system cannot find that out by itself.
 */
@FunctionalInterface
@CheckReturnValue
public interface ResolveStop {

    /**
     * Decides upon the wish in one transaction of the store. When this returns {@code Resolved}, the stop is confirmed, and
     * the rack is the next task's.
     *
     * @throws jakarta.validation.ConstraintViolationException when the command is not valid; nothing was changed
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided; safe to repeat
     */
    ResolveStopResult resolve(ResolveStopCommand command);

    /** The use case over the given ports. */
    static ResolveStop using(Ports ports, Validator validator) {
        return new ResolveStopService(ports, validator);
    }
}
