package io.nicotask.application.task;

import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * The wish to see tasks.
 *
 * @param caller who wishes it
 * @param org for which org
 * @param site at which site
 * @param list which of the site's tasks
 * @param pagination which page, or which stretch of a walk
 * @param reports whether their reports are wanted
 * @param origin where the request came from
 */
public record ListTasksCommand(
        @NotNull Caller caller,
        @NotNull OrgName org,
        @NotNull SiteId site,
        @NotNull TaskList list,
        @NotNull @Valid Pagination pagination,
        @NotNull Reports reports,
        @NotNull RequestOrigin origin) {

    /** The most tasks that are shown at once. */
    public static final int MAX_SIZE = 100;

    /** What is to be shown. */
    public sealed interface Pagination {

        /**
         * A page.
         *
         * @param number which, from 1
         * @param size how many tasks it has
         * @param activeOnly whether only open tasks count
         */
        record OffsetRequest(
                @Min(1) int number, @Min(1) @Max(MAX_SIZE) int size, boolean activeOnly) implements Pagination {}

        /**
         * The next stretch of a walk over all tasks that fit.
         *
         * @param after where the walk has come to, or null at its beginning
         * @param size how many tasks
         * @param filter what is left out
         */
        record CursorRequest(
                @Nullable Position after,
                @Min(1) @Max(MAX_SIZE) int size,
                @NotNull Filter filter) implements Pagination {}
    }
}
