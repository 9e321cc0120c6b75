package io.nicotask.application.stop;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.task.ListTasksCommand.Pagination;
import io.nicotask.domain.value.SiteId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to list open stops.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site
 * @param after the position of the last stop that was returned, or null at the beginning
 * @param size the maximum number of stops, from 1 to {@link Pagination#MAX_SIZE}
 */
public record ListStopsCommand(
        RequestContext context, SiteId site, @Nullable Position after, int size) {

    public ListStopsCommand {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(site, "site");
        Pagination.requireSize(size);
    }
}
