package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** A route that uses the storage, for a limited number of requests at the same time. */
final class BulkheadRoute implements Route {

    private final Bulkhead bulkhead;
    private final RequestAuthenticator authenticator;
    private final Route route;

    BulkheadRoute(Bulkhead bulkhead, RequestAuthenticator authenticator, Route route) {
        this.bulkhead = bulkhead;
        this.authenticator = authenticator;
        this.route = route;
    }

    @Override
    public ApiResponse handle(Context context) {
        // Before the token is verified: the signature is the most expensive part of a request.
        bulkhead.refuseIfFull(context);
        authenticator.authenticate(context);
        return bulkhead.execute(() -> route.handle(context));
    }
}
