package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.InternalRouter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Responds to requests that match no route: unknown paths, wrong methods, and OPTIONS. Needs no token. */
final class UnmatchedRequests {

    private static final List<HandlerType> METHODS = HandlerType.commonHttp();
    private static final String ALLOWED_HEADERS = String.join(
            ", ",
            "Authorization",
            "Content-Type",
            HeaderNames.IDEMPOTENCY_KEY,
            HeaderNames.IF_NONE_MATCH,
            HeaderNames.REQUEST_ID);
    private static final String MAX_AGE_SECONDS = "600";

    private final InternalRouter routes;
    private final Pattern reserved;

    UnmatchedRequests(InternalRouter routes, String apiName) {
        this.routes = routes;
        this.reserved = Pattern.compile("/v2/org/[^/]+/" + apiName + "(/rack)?/task/(rule|run)(/.*)?");
    }

    /**
     * Responds to OPTIONS, and does nothing when a route matches.
     *
     * @throws ErrorResponseException when the path is unknown, or the method is wrong
     */
    void refuseUnmatched(Context context) {
        String path = RequestEntryServlet.pathBelowMount(context);
        Set<String> allowed = METHODS.stream()
                .filter(method -> routes.hasHttpHandlerEntry(method, path))
                .map(HandlerType::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.isEmpty() || isReserved(path)) {
            throw new ErrorResponseException(ErrorResponses.PATH_NOT_FOUND);
        }
        allowed.add(HandlerType.OPTIONS.name());
        if (context.method().equals(HandlerType.OPTIONS)) {
            answerOptions(context, String.join(", ", allowed));
        } else if (!allowed.contains(context.method().name())) {
            throw new ErrorResponseException(ErrorResponses.methodNotAllowed(allowed));
        }
    }

    /** Returns whether the path is of NICo's resources {@code rule} and {@code run}, whose names are no task ids. */
    private boolean isReserved(String path) {
        return reserved.matcher(path).matches();
    }

    private static void answerOptions(Context context, String allowed) {
        context.res().setContentType(null);
        context.status(204).header(HeaderNames.ALLOW, allowed).skipRemainingHandlers();
        if (isPreflight(context)) {
            context.header("Access-Control-Allow-Methods", allowed)
                    .header("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                    .header("Access-Control-Max-Age", MAX_AGE_SECONDS);
        }
    }

    private static boolean isPreflight(Context context) {
        return context.header("Origin") != null && context.header("Access-Control-Request-Method") != null;
    }
}
