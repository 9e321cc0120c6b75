package io.nicotask.adapter.http;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** The first to see a request: gives it its id, for the answer and for every log line that is written on its way. */
final class Front extends Handler.Wrapper {

    private static final String LOGGED_AS = "requestId";
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private final CommonHeaders common;
    private final Patience patience;

    Front(CommonHeaders common, Patience patience) {
        this.common = common;
        this.patience = patience;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        patience.begin(request, response);
        MDC.put(LOGGED_AS, common.put(request, response.getHeaders()));
        List<String> known = request.getHeaders().getValuesList(Headers.IF_NONE_MATCH);
        if (!known.isEmpty()) {
            request.setAttribute(IfNoneMatch.ATTRIBUTE, String.join(", ", known));
        }
        try {
            return super.handle(new Plain(request), response, new LingeringClose(request, callback));
        } finally {
            MDC.remove(LOGGED_AS);
        }
    }

    /**
     * A request without the headers of which Javalin would make more than it should: one replaces the method, the other
     * has every method answered by 304.
     */
    private static final class Plain extends Request.Wrapper {

        private final HttpFields headers;

        Plain(Request request) {
            super(request);
            headers = HttpFields.build(request.getHeaders())
                    .remove(METHOD_OVERRIDE)
                    .remove(Headers.IF_NONE_MATCH)
                    .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
