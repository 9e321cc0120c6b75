package io.nicotask.application.stop;

import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.task.ListTasksCommand;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A request to list open stops.
 *
 * @param caller the caller
 * @param org the org that the caller acts for
 * @param site the site
 * @param after the position of the last stop that was returned, or null at the beginning
 * @param size the maximum number of stops
 * @param origin where the request came from
 */
public record ListStopsCommand(
        @NotNull Caller caller,
        @NotNull OrgName org,
        @NotNull SiteId site,
        @Nullable Position after,
        @Min(1) @Max(ListTasksCommand.MAX_SIZE) int size,
        @NotNull RequestOrigin origin) {}
