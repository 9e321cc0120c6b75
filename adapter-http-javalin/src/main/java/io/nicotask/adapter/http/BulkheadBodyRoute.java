package io.nicotask.adapter.http;

import io.javalin.http.Context;

/**
 * Handles requests that use the storage and have a body. The body is received between two permits of the
 * {@link Bulkhead}, so that no request holds or awaits a permit while its client is still sending.
 */
@FunctionalInterface
interface BulkheadBodyRoute {

    /**
     * Checks the path before the body is received. Returns the route that handles the request afterwards.
     *
     * @throws ErrorResponseException when the id in the path is invalid
     */
    BulkheadRoute checkPath(Context context);
}
