package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.application.task.ListTasks.Command.Pagination;
import java.util.regex.Pattern;

/**
 * The requested page.
 *
 * @param number the number of the page, from 1
 * @param size the maximum number of entries, 1 to 100
 */
record PageRequest(int number, int size) {

    static final String NUMBER = "pageNumber";
    static final String SIZE = "pageSize";

    private static final ErrorResponse INVALID = new ErrorResponse(400, "Failed to validate pagination request data");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");
    private static final int DEFAULT_SIZE = 20;

    /**
     * Parses the query. Without parameters, the first page is requested.
     *
     * @throws ErrorResponseException when a value is not a number, or is out of range
     */
    static PageRequest of(QueryParameters query) {
        PageRequest given = new PageRequest(number(query, NUMBER, 1), number(query, SIZE, DEFAULT_SIZE));
        FieldErrors errors = new FieldErrors();
        if (given.number < 1) {
            errors.add(NUMBER, "must be greater than 0");
        }
        if (given.size < 1 || given.size > Pagination.MAX_SIZE) {
            errors.add(SIZE, "must be between 1 and " + Pagination.MAX_SIZE);
        }
        errors.throwIfAny(INVALID);
        return given;
    }

    /** Returns the value of the pagination header. Clients compare it byte by byte. */
    String paginationHeader(long total) {
        return "{\"pageNumber\":%d,\"pageSize\":%d,\"total\":%d,\"orderBy\":null}".formatted(number, size, total);
    }

    private static int number(QueryParameters query, String name, int defaultValue) {
        if (!query.has(name)) {
            return defaultValue;
        }
        String given = query.value(name);
        if (!WHOLE_NUMBER.matcher(given).matches()) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
        try {
            return Integer.parseInt(given);
        } catch (NumberFormatException beyond32Bits) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
    }
}
