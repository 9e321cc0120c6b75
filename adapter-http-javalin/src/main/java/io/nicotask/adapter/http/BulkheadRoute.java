package io.nicotask.adapter.http;

import io.javalin.http.Context;

/** Handles requests that use the storage, each under a permit of the {@link Bulkhead} with which it is registered. */
@FunctionalInterface
interface BulkheadRoute {

    /**
     * Returns the response to the request.
     *
     * @throws ErrorResponseException when a check of the request fails
     */
    ApiResponse handle(AuthenticatedRequest request, Context context);
}
