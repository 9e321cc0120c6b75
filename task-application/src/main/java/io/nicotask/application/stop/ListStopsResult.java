package io.nicotask.application.stop;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers of {@link ListStops}. */
public sealed interface ListStopsResult {

    /**
     * The stops that were asked for.
     *
     * @param stops the stops
     * @param next where to go on, or null when there are no more
     * @param workflows what is known of the workflows of the site's open tasks
     */
    record Found(List<UnconfirmedStop> stops, @Nullable Position next, MissingWorkflows workflows)
            implements ListStopsResult {

        public Found {
            stops = List.copyOf(stops);
        }
    }

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ListStopsResult {}
}
