package io.nicotask.adapter.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The first handler of each request on our own server: bounds the time of the exchange, and ends it without a reset. */
final class ExchangeHandler extends Handler.Wrapper {

    private final ConnectionDeadlines deadlines;

    ExchangeHandler(ConnectionDeadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        deadlines.startExchange(request, response);
        return super.handle(request, response, new LingeringClose(request, callback));
    }
}
