package io.nicotask.adapter.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.nicotask.application.port.AccessPolicy.Action;

/**
 * Registers the routes with Javalin. A command needs the caller of an {@link AuthenticatedRequest}. A route gets that
 * request only if it is registered with a {@link Bulkhead}, so no route can use the storage outside a bulkhead.
 */
final class Routes {

    private final RoutesConfig javalin;
    private final ResponseWriter writer;
    private final RequestAuthenticator authenticator;

    Routes(RoutesConfig javalin, ResponseWriter writer, RequestAuthenticator authenticator) {
        this.javalin = javalin;
        this.writer = writer;
        this.authenticator = authenticator;
    }

    /** Registers GET and HEAD for callers that are authorized for the provider of the org. */
    void get(String path, Bulkhead bulkhead, Action action, BulkheadRoute route) {
        get(
                path,
                bulkhead,
                (request, context) -> route.handle(authenticator.authorizeProvider(request, action), context));
    }

    /** Registers GET and HEAD for all callers with a token. The use case authorizes them. */
    void get(String path, Bulkhead bulkhead, BulkheadRoute route) {
        register(path, context -> {
            AuthenticatedRequest request = authenticate(bulkhead, context);
            return bulkhead.execute(() -> route.handle(request, context));
        });
    }

    /** Registers POST for callers that are authorized for the provider of the org. */
    void post(String path, Bulkhead bulkhead, Action action, BulkheadBodyRoute route) {
        javalin.post(path, handler(context -> {
            AuthenticatedRequest request = authenticate(bulkhead, context);
            AuthenticatedRequest authorized = bulkhead.execute(() -> authenticator.authorizeProvider(request, action));
            BulkheadRoute received = route.checkPath(context);
            JsonBody.receive(context);
            return bulkhead.execute(() -> received.handle(authorized, context));
        }));
    }

    /** Registers GET and HEAD for all callers with a token, without the storage. */
    void getWithoutStorageForCallers(String path, Route route) {
        register(path, context -> {
            authenticator.authenticate(context);
            return route.handle(context);
        });
    }

    /** Registers GET and HEAD for everyone, without the storage. */
    void getWithoutStorageForEveryone(String path, Route route) {
        register(path, route);
    }

    /** Registers GET and HEAD. Jetty omits the body of a response to HEAD. */
    private void register(String path, Route route) {
        javalin.get(path, handler(route));
        javalin.head(path, handler(route));
    }

    private AuthenticatedRequest authenticate(Bulkhead bulkhead, Context context) {
        // Before the token is verified: the signature is the most expensive part of a request.
        bulkhead.refuseIfFull(context);
        return authenticator.authenticate(context);
    }

    private Handler handler(Route route) {
        return context -> writer.send(context, route.handle(context));
    }
}
