package io.nicotask.adapter.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response that is not written yet. */
sealed interface ApiResponse {

    /** The status code (RFC 9110, section 15). */
    int status();

    /** The headers beyond those that every response has. */
    Map<String, String> headers();

    /**
     * A success with a JSON body.
     *
     * @param status the status code
     * @param body the object to write as JSON
     * @param headers further headers
     */
    record Success(int status, Object body, Map<String, String> headers) implements ApiResponse {}

    /**
     * A success with a text as its body.
     *
     * @param contentType the media type of the text
     * @param text the body
     * @param headers further headers
     */
    record Document(String contentType, String text, Map<String, String> headers) implements ApiResponse {

        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * 304, because the client has the current representation.
     *
     * @param headers the headers that a response with a body would have
     */
    record NotModified(Map<String, String> headers) implements ApiResponse {

        @Override
        public int status() {
            return 304;
        }
    }

    /**
     * An error.
     *
     * @param status the status code
     * @param message the error message of the contract
     * @param data the object with details to write as JSON, or null
     * @param headers further headers
     */
    record ErrorResponse(
            int status, String message, @Nullable Object data, Map<String, String> headers) implements ApiResponse {

        ErrorResponse(int status, String message) {
            this(status, message, null, Map.of());
        }

        ErrorResponse withData(Object given) {
            return new ErrorResponse(status, message, given, headers);
        }

        ErrorResponse withHeader(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new ErrorResponse(status, message, data, more);
        }
    }
}
