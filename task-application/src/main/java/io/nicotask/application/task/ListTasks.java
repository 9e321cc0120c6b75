package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.Slice;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.value.SiteId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists the tasks of a site, of a rack or of a tray, newest first. */
@FunctionalInterface
@CheckReturnValue
public interface ListTasks {

    /**
     * Returns the tasks as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    Result list(Command command);

    /** Creates the use case with the given ports. */
    static ListTasks using(Ports ports) {
        return new ListTasksService(ports);
    }

    /**
     * A request to list tasks.
     *
     * @param context who makes the request, for whom, and from where
     * @param site the site
     * @param list the list of the site's tasks
     * @param pagination the requested page or slice
     * @param reports whether to include the tasks' reports
     */
    record Command(RequestContext context, SiteId site, TaskList list, Pagination pagination, Reports reports) {

        public Command {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(site, "site");
            Objects.requireNonNull(list, "list");
            Objects.requireNonNull(pagination, "pagination");
            Objects.requireNonNull(reports, "reports");
        }

        /** Selects a page or a slice of the list. */
        public sealed interface Pagination {

            /** The maximum number of elements in one result. */
            int MAX_SIZE = 100;

            /**
             * Checks the size of a page or a slice.
             *
             * @throws IllegalArgumentException if it is not from 1 to {@link #MAX_SIZE}
             */
            static void requireSize(int size) {
                if (size < 1 || size > MAX_SIZE) {
                    throw new IllegalArgumentException("size must be between 1 and " + MAX_SIZE + ": " + size);
                }
            }

            /**
             * A request for a page.
             *
             * @param number the number of the page, from 1
             * @param size the number of tasks per page
             * @param activeOnly whether only open tasks are listed
             */
            record OffsetRequest(int number, int size, boolean activeOnly) implements Pagination {

                public OffsetRequest {
                    requireSize(size);
                    if (number < 1) {
                        throw new IllegalArgumentException("number must be greater than 0: " + number);
                    }
                }
            }

            /**
             * A request for the next slice of the tasks that match the filter.
             *
             * @param after the cursor, or null at the beginning
             * @param size the maximum number of tasks
             * @param filter the filter
             */
            record CursorRequest(@Nullable Position after, int size, Filter filter) implements Pagination {

                public CursorRequest {
                    requireSize(size);
                    Objects.requireNonNull(filter, "filter");
                }
            }
        }
    }

    /** The results of {@link ListTasks}. */
    sealed interface Result {

        /**
         * The requested page.
         *
         * @param page the page, with the total number of tasks
         */
        record FoundPage(Page page) implements Result {}

        /**
         * The requested slice.
         *
         * @param slice the slice, with the cursor of the next one
         */
        record FoundSlice(Slice slice) implements Result {}

        /**
         * The request is denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
