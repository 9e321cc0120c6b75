package io.nicotask.application.task;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.value.SiteId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A request to list tasks.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site
 * @param list the list of the site's tasks
 * @param pagination the requested page or slice
 * @param reports whether to include the tasks' reports
 */
public record ListTasksCommand(
        @NotNull @Valid RequestContext context,
        @NotNull SiteId site,
        @NotNull TaskList list,
        @NotNull @Valid Pagination pagination,
        @NotNull Reports reports) {

    /** The maximum number of tasks in one result. */
    public static final int MAX_SIZE = 100;

    /** Selects a page or a slice of the list. */
    public sealed interface Pagination {

        /**
         * A request for a page.
         *
         * @param number the number of the page, from 1
         * @param size the number of tasks per page
         * @param activeOnly whether only open tasks are listed
         */
        record OffsetRequest(
                @Min(1) int number, @Min(1) @Max(MAX_SIZE) int size, boolean activeOnly) implements Pagination {}

        /**
         * A request for the next slice of the tasks that match the filter.
         *
         * @param after the cursor, or null at the beginning
         * @param size the maximum number of tasks
         * @param filter the filter
         */
        record CursorRequest(
                @Nullable Position after,
                @Min(1) @Max(MAX_SIZE) int size,
                @NotNull Filter filter) implements Pagination {}
    }
}
