package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** A route that asks the store, and so is taken by a bounded number of requests at once. */
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
        // First of all: of what is spent on a request, checking the token's signature is the most.
        bulkhead.refuseIfFull(context);
        authenticator.authenticate(context);
        return bulkhead.execute(() -> route.handle(context));
    }
}
