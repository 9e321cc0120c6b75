package io.nicotask.application.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.task.ListTasks.Command.Pagination;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists the stops of a site that are not confirmed, the longest requested first. */
@FunctionalInterface
@CheckReturnValue
public interface ListStops {

    /**
     * Returns the open stops and the health of the site's workflows, as last committed, and that of its engine.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    Result list(Command command);

    /**
     * Creates the use case with the given ports.
     *
     * @param engines what this process has observed of a site's engine; called for each list
     */
    static ListStops using(Ports ports, Function<SiteId, EngineStatus> engines) {
        return new ListStopsService(ports, engines);
    }

    /**
     * A request to list open stops.
     *
     * @param context who makes the request, for whom, and from where
     * @param site the site
     * @param after the position of the last stop that was returned, or null at the beginning
     * @param size the maximum number of stops, from 1 to {@link Pagination#MAX_SIZE}
     */
    record Command(
            RequestContext context, SiteId site, @Nullable Position after, int size) {

        public Command {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(site, "site");
            Pagination.requireSize(size);
        }
    }

    /** The results of {@link ListStops}. */
    sealed interface Result {

        /**
         * The requested stops.
         *
         * @param stops the stops
         * @param next the position to continue from, or null when there are no more
         * @param workflows the counts of missing workflows of the site's open tasks
         * @param engine what this process has observed of the site's engine
         */
        record Found(
                List<UnconfirmedStop> stops, @Nullable Position next, MissingWorkflows workflows, EngineStatus engine)
                implements Result {

            public Found {
                stops = List.copyOf(stops);
            }
        }

        /**
         * The request is denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
