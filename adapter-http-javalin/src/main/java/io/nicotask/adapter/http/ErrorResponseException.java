package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ApiResponse.ErrorResponse;

/**
 * Ends the handling of a request with an error response. The checks of a request run in a fixed order; the first that
 * fails throws this exception, so that no later check has to know.
 */
final class ErrorResponseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ErrorResponse response;

    /** Has no stack trace, because an error response is not a fault of the server. */
    ErrorResponseException(ErrorResponse response) {
        super(response.message(), null, false, false);
        this.response = response;
    }

    ErrorResponse response() {
        return response;
    }
}
