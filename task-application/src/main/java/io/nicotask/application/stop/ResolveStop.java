package io.nicotask.application.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/**
 * Confirms the stop of an ended task on an operator's statement that the hardware was inspected and nothing of the task
 * acts on it any more, where the system cannot find that out by itself.
 */
@FunctionalInterface
@CheckReturnValue
public interface ResolveStop {

    /**
     * Decides the request in one transaction of the store. When this returns {@code Resolved}, the stop is confirmed
     * and the rack is released.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided; safe to repeat
     */
    ResolveStopResult resolve(ResolveStopCommand command);

    /** Creates the use case with the given ports. */
    static ResolveStop using(Ports ports) {
        return new ResolveStopService(ports);
    }
}
