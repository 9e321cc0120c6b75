package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.InternalRouter;
import java.util.List;

/** Answers what no route takes: unknown paths, wrong methods, and CORS preflights. No token is asked for. */
final class Routing {

    private static final List<HandlerType> METHODS = HandlerType.commonHttp();
    private static final String ALLOWED_HEADERS =
            String.join(", ", "Authorization", "Content-Type", Headers.IDEMPOTENCY_KEY, Headers.REQUEST_ID);
    private static final String MAX_AGE_SECONDS = "600";

    private final InternalRouter routes;

    Routing(InternalRouter routes) {
        this.routes = routes;
    }

    /**
     * Lets a request pass that a route will take.
     *
     * @throws Refusal when no route will
     */
    void check(Context context) {
        String path = context.path();
        List<String> allowed = METHODS.stream()
                .filter(method -> routes.hasHttpHandlerEntry(method, path))
                .map(HandlerType::name)
                .toList();
        if (allowed.isEmpty()) {
            throw new Refusal(Problems.NO_SUCH_PATH);
        }
        if (isPreflight(context)) {
            answerPreflight(context, allowed);
        } else if (!allowed.contains(context.method().name())) {
            throw new Refusal(Problems.methodNotAllowed(allowed));
        }
    }

    private static boolean isPreflight(Context context) {
        return context.method().equals(HandlerType.OPTIONS)
                && context.header("Origin") != null
                && context.header("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(Context context, List<String> allowed) {
        context.status(204)
                .header("Access-Control-Allow-Methods", String.join(", ", allowed))
                .header("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                .header("Access-Control-Max-Age", MAX_AGE_SECONDS)
                .skipRemainingHandlers();
    }
}
