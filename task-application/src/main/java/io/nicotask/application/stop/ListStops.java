package io.nicotask.application.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.EngineStatus;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.value.SiteId;
import java.util.function.Function;

/** Lists the stops of a site that are not confirmed, the longest requested first. */
@FunctionalInterface
@CheckReturnValue
public interface ListStops {

    /**
     * Returns the open stops and the health of the site's workflows, as last committed, and that of its engine.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    ListStopsResult list(ListStopsCommand command);

    /**
     * Creates the use case with the given ports.
     *
     * @param engines what this process has observed of a site's engine; called for each list
     */
    static ListStops using(Ports ports, Function<SiteId, EngineStatus> engines) {
        return new ListStopsService(ports, engines);
    }
}
