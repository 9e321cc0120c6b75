package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A complete response, in a form that can be compared.
 *
 * @param status the status code
 * @param body the exact body
 * @param headers the headers by lower-case name, except those that every response has
 */
record HttpReply(int status, String body, SortedMap<String, String> headers) {

    private static final Set<String> COMMON = Set.of(
            "access-control-allow-origin",
            "access-control-expose-headers",
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "date",
            "x-request-id");

    /** Converts a response, and checks that it has the headers of every response. */
    static HttpReply of(HttpResponse<String> response) {
        SortedMap<String, String> headers = new TreeMap<>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(" & ", values)));
        assertThat(headers).containsEntry("content-type", "application/json");
        assertThat(headers.get("x-request-id")).matches("[A-Za-z0-9._-]{1,128}");
        headers.keySet().removeAll(COMMON);
        return new HttpReply(response.statusCode(), response.body(), headers);
    }

    /** Returns the error response of the contract. */
    static HttpReply error(int status, String message) {
        return error(status, message, "null");
    }

    /** Returns the error response of the contract, with additional data as JSON. */
    static HttpReply error(int status, String message, String data) {
        String body = "{\"source\":\"nico\",\"message\":\"" + message + "\",\"data\":" + data + "}";
        return new HttpReply(status, body, new TreeMap<>());
    }

    /** Returns the 401 response of the contract. */
    static HttpReply unauthenticated(String message) {
        return error(401, message).with("WWW-Authenticate", "Bearer");
    }

    HttpReply with(String header, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(header.toLowerCase(Locale.ROOT), value);
        return new HttpReply(status, body, more);
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    JsonNode json() {
        return DatabaseRows.json(body);
    }
}
