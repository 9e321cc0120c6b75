package io.nicotask.application.stop;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.application.port.WorkflowWatch.Missing;
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
    record Listed(List<OpenStop> stops, @Nullable Position next, Missing workflows) implements ListStopsResult {

        public Listed {
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
