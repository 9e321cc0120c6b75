package io.nicotask.application.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/** Lists the stops of a site that are not confirmed, the longest requested first. */
@FunctionalInterface
@CheckReturnValue
public interface ListStops {

    /**
     * Returns the open stops, and the health of the site's engine, as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    ListStopsResult list(ListStopsCommand command);

    /** Creates the use case with the given ports. */
    static ListStops using(Ports ports) {
        return new ListStopsService(ports);
    }
}
