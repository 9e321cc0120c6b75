package io.nicotask.adapter.http;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** The first handler of each request: sets the request id, for the response and for every log line of the request. */
final class RequestEntryHandler extends Handler.Wrapper {

    private static final String MDC_KEY = "requestId";
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private final CommonHeaders common;
    private final ConnectionDeadlines deadlines;

    RequestEntryHandler(CommonHeaders common, ConnectionDeadlines deadlines) {
        this.common = common;
        this.deadlines = deadlines;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        deadlines.startExchange(request, response);
        MDC.put(MDC_KEY, common.put(request, response.getHeaders()));
        List<String> known = request.getHeaders().getValuesList(HeaderNames.IF_NONE_MATCH);
        if (!known.isEmpty()) {
            request.setAttribute(IfNoneMatch.ATTRIBUTE, String.join(", ", known));
        }
        try {
            return super.handle(new SanitizedRequest(request), response, new LingeringClose(request, callback));
        } finally {
            MDC.remove(MDC_KEY);
        }
    }

    /**
     * A request without two headers that Javalin would obey: {@code X-HTTP-Method-Override} replaces the method, and
     * {@code If-None-Match} makes Javalin send 304 for every method.
     */
    private static final class SanitizedRequest extends Request.Wrapper {

        private final HttpFields headers;

        SanitizedRequest(Request request) {
            super(request);
            headers = HttpFields.build(request.getHeaders())
                    .remove(METHOD_OVERRIDE)
                    .remove(HeaderNames.IF_NONE_MATCH)
                    .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
