package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** Handles requests without the storage. A route that uses the storage is a {@link BulkheadRoute}. */
@FunctionalInterface
interface Route {

    /**
     * Returns the response to the request.
     *
     * @throws ErrorResponseException when a check of the request fails
     */
    ApiResponse handle(Context context);
}
