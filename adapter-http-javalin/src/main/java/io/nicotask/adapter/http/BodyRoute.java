package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** A route whose requests have a body. Checks that do not need the body run before the body is received. */
@FunctionalInterface
interface BodyRoute {

    /**
     * Authorizes the caller and checks the path. Returns the route that handles the request once the body is received.
     *
     * @throws ErrorResponseException when the caller is not authorized, or the id in the path is invalid
     */
    Route authorize(Context context);
}
