package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** Handles the requests of one method and path. */
@FunctionalInterface
interface Route {

    /**
     * Returns the response to the request.
     *
     * @throws ErrorResponseException when a check of the request fails
     */
    ApiResponse handle(Context context);
}
