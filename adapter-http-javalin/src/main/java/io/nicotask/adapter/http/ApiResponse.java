package io.nicotask.adapter.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back to the client, before it is written. */
sealed interface ApiResponse {

    /** The status code (RFC 9110, section 15). */
    int status();

    /** The headers beyond those that every answer carries. */
    Map<String, String> headers();

    /**
     * What was asked for.
     *
     * @param status the status code
     * @param body the JSON shape
     * @param headers further headers
     */
    record Success(int status, Object body, Map<String, String> headers) implements ApiResponse {}

    /**
     * What was asked for, and is no JSON shape.
     *
     * @param contentType what it is
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
     * What was asked for is as the client knows it.
     *
     * @param headers those that the answer with a body would have
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
     * @param message what is wrong, in the contract's words
     * @param data the JSON shape of an object that says more, or null
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
