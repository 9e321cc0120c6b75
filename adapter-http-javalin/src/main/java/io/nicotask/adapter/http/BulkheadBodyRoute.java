package io.nicotask.adapter.http;

import io.javalin.http.Context;

/**
 * A {@link BulkheadRoute} for requests with a body. The body is received between two permits, so that no request holds
 * or awaits a permit while its client is still sending.
 */
final class BulkheadBodyRoute implements Route {

    private final Bulkhead bulkhead;
    private final RequestAuthenticator authenticator;
    private final BodyRoute route;

    BulkheadBodyRoute(Bulkhead bulkhead, RequestAuthenticator authenticator, BodyRoute route) {
        this.bulkhead = bulkhead;
        this.authenticator = authenticator;
        this.route = route;
    }

    @Override
    public ApiResponse handle(Context context) {
        bulkhead.refuseIfFull(context);
        authenticator.authenticate(context);
        Route authorized = bulkhead.execute(() -> route.authorize(context));
        JsonBody.receive(context);
        return bulkhead.execute(() -> authorized.handle(context));
    }
}
