package io.nicotask.application.stop;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.EngineStatus;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of {@link ListStops}. */
public sealed interface ListStopsResult {

    /**
     * The requested stops.
     *
     * @param stops the stops
     * @param next the position to continue from, or null when there are no more
     * @param workflows the counts of missing workflows of the site's open tasks
     * @param engine what this process has observed of the site's engine
     */
    record Found(List<UnconfirmedStop> stops, @Nullable Position next, MissingWorkflows workflows, EngineStatus engine)
            implements ListStopsResult {

        public Found {
            stops = List.copyOf(stops);
        }
    }

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ListStopsResult {}
}
