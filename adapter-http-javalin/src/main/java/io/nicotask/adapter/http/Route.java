package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** What is done with a request of one method and path. */
@FunctionalInterface
interface Route {

    /**
     * Answers the request.
     *
     * @throws ErrorResponseException when a check of the request fails
     */
    ApiResponse handle(Context context);
}
