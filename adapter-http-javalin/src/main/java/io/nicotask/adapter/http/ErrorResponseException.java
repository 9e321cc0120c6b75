package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;

/**
 * Ends the handling of a request with a problem. The checks of a request follow one another in a fixed order; thrown,
 * the first that fails ends them without every later one being told.
 */
final class ErrorResponseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ErrorResponse response;

    /** A refusal without a stack trace: it is an ordinary answer and no fault. */
    ErrorResponseException(ErrorResponse problem) {
        super(problem.message(), null, false, false);
        this.response = problem;
    }

    ErrorResponse response() {
        return response;
    }
}
