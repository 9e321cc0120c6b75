package io.nicotask.adapter.http;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Sets the headers of every response, also of those that Jetty writes: the request id, {@code Cache-Control}, and CORS
 * headers that let scripts of any origin read the response.
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
    String put(Request request, HttpFields.Mutable headers) {
        String id = idOf(request);
        headers.put(HeaderNames.REQUEST_ID, id);
        headers.put("Cache-Control", "no-store");
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("Access-Control-Expose-Headers", EXPOSED);
        return id;
    }

    private String idOf(Request request) {
        if (request.getAttribute(REQUEST_ID) instanceof String known) {
            return known;
        }
        String given = request.getHeaders().get(HeaderNames.REQUEST_ID);
        String id = isWellFormed(given) ? given : requestIds.get();
        request.setAttribute(REQUEST_ID, id);
        return id;
    }

    private static boolean isWellFormed(@Nullable String id) {
        return id != null && WELL_FORMED.matcher(id).matches();
    }
}
