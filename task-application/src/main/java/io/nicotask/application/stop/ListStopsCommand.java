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
 * The wish to see open stops.
 *
 * @param caller who wishes it
 * @param org for which org
 * @param site at which site
 * @param after the last one that is known, or null at the beginning
 * @param size how many
 * @param origin where the request came from
 */
public record ListStopsCommand(
        @NotNull Caller caller,
        @NotNull OrgName org,
        @NotNull SiteId site,
        @Nullable Position after,
        @Min(1) @Max(ListTasksCommand.MAX_SIZE) int size,
        @NotNull RequestOrigin origin) {}
