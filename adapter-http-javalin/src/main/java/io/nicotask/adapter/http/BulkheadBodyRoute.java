package io.nicotask.adapter.http;

import io.javalin.http.Context;

/**
 * As {@link BulkheadRoute}, for requests with a body: it is received between two stays in the room, so that no place there is
 * held, or waited for, while something is still to come from the client.
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
