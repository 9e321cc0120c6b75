package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.task.ListTasks.Command.Pagination;
import java.util.Set;
import java.util.TreeSet;

/**
 * The query parameters of a list of tasks, except the site.
 *
 * @param pagination the requested page or slice
 * @param reports whether to include reports
 * @param page the requested page, for the {@code X-Pagination} header
 */
record ListTasksParameters(Pagination pagination, Reports reports, PageRequest page) {

    private static final String ACTIVE_ONLY = "activeOnly";
    private static final String INCLUDE_REPORT = "includeReport";
    private static final String CURSOR = "cursor";

    private static final ErrorResponse INVALID = new ErrorResponse(400, "Failed to validate list tasks request data");

    /** The names of the query parameters. */
    static final Set<String> NAMES = names();

    /**
     * Parses the query.
     *
     * @throws ErrorResponseException when a value is invalid, or cannot be combined with another
     */
    static ListTasksParameters read(QueryParameters query) {
        boolean activeOnly = query.flag(ACTIVE_ONLY);
        Reports reports = query.flag(INCLUDE_REPORT) ? Reports.INCLUDED : Reports.OMITTED;
        PageRequest page = PageRequest.of(query);
        Pagination pagination =
                query.has(CURSOR) ? cursorRequest(query, page, activeOnly) : offsetRequest(query, page, activeOnly);
        return new ListTasksParameters(pagination, reports, page);
    }

    private static Pagination offsetRequest(QueryParameters query, PageRequest page, boolean activeOnly) {
        FieldErrors errors = new FieldErrors();
        for (String name : TaskFilterParser.NAMES) {
            if (query.has(name)) {
                errors.add(name, "must come with a cursor");
            }
        }
        errors.throwIfAny(INVALID);
        return new Pagination.OffsetRequest(page.number(), page.size(), activeOnly);
    }

    private static Pagination cursorRequest(QueryParameters query, PageRequest page, boolean activeOnly) {
        FieldErrors errors = new FieldErrors();
        if (activeOnly) {
            errors.add(ACTIVE_ONLY, "must not come with a cursor; name each status instead");
        }
        if (page.number() != 1) {
            errors.add(PageRequest.NUMBER, "must not come with a cursor");
        }
        Filter filter = TaskFilterParser.read(query, errors);
        errors.throwIfAny(INVALID);
        return new Pagination.CursorRequest(Cursor.read(query.value(CURSOR)), page.size(), filter);
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(
                Set.of(IdParser.SITE_ID, ACTIVE_ONLY, INCLUDE_REPORT, PageRequest.NUMBER, PageRequest.SIZE, CURSOR));
        names.addAll(TaskFilterParser.NAMES);
        return Set.copyOf(names);
    }
}
