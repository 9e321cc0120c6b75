package io.nicotask.adapter.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Sets the headers of every response, also of those that our own server writes without a route: the request id,
 * {@code Cache-Control}, and CORS headers that let scripts of any origin read the response.
 */
final class CommonHeaders {

    /** The request attribute that holds the request id. */
    static final String REQUEST_ID = CommonHeaders.class.getName() + ".requestId";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final String EXPOSED = String.join(
            ", ",
            HeaderNames.CANCEL_OUTCOME,
            HeaderNames.TASK_STOP,
            HeaderNames.RETRY_AFTER,
            HeaderNames.ETAG,
            HeaderNames.LOCATION,
            HeaderNames.PAGINATION,
            HeaderNames.NEXT_CURSOR,
            HeaderNames.REQUEST_ID,
            HeaderNames.WWW_AUTHENTICATE);

    private final Supplier<String> requestIds;

    CommonHeaders(Supplier<String> requestIds) {
        this.requestIds = requestIds;
    }

    /** Adds the headers to a response, and returns the id of its request. */
    String put(HttpServletRequest request, HttpServletResponse response) {
        String id = idOf(request.getAttribute(REQUEST_ID), request.getHeader(HeaderNames.REQUEST_ID));
        request.setAttribute(REQUEST_ID, id);
        put(id, response::setHeader);
        return id;
    }

    /** Adds the headers to a response that Jetty writes, and returns the id of its request. */
    String put(Request request, HttpFields.Mutable headers) {
        String id = idOf(request.getAttribute(REQUEST_ID), request.getHeaders().get(HeaderNames.REQUEST_ID));
        request.setAttribute(REQUEST_ID, id);
        put(id, headers::put);
        return id;
    }

    private static void put(String id, BiConsumer<String, String> headers) {
        headers.accept(HeaderNames.REQUEST_ID, id);
        headers.accept("Cache-Control", "no-store");
        headers.accept("Access-Control-Allow-Origin", "*");
        headers.accept("Access-Control-Expose-Headers", EXPOSED);
    }

    private String idOf(@Nullable Object known, @Nullable String given) {
        if (known instanceof String id) {
            return id;
        }
        return given != null && WELL_FORMED.matcher(given).matches() ? given : requestIds.get();
    }
}
