package io.nicotask.application.stop;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.task.ListTasksCommand;
import io.nicotask.domain.value.SiteId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A request to list open stops.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site
 * @param after the position of the last stop that was returned, or null at the beginning
 * @param size the maximum number of stops
 */
public record ListStopsCommand(
        @NotNull @Valid RequestContext context,
        @NotNull SiteId site,
        @Nullable Position after,
        @Min(1) @Max(ListTasksCommand.MAX_SIZE) int size) {}
