package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** A route whose requests have a body. What can be refused without the body is refused before it is waited for. */
@FunctionalInterface
interface BodyRoute {

    /**
     * Authorizes the caller and checks the path. What it returns answers the request once the body has been received.
     *
     * @throws ErrorResponseException when the caller is not authorized, or the path is wrong
     */
    Route authorize(Context context);
}
