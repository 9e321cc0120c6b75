package io.nicotask.adapter.http;

import io.nicotask.application.port.RequestContext;

/**
 * A request whose token is valid.
 *
 * @param context the caller that the token names, the org in the path, and the origin of the request
 * @param orgInPath the org as spelled in the path, for responses
 */
record AuthenticatedRequest(RequestContext context, String orgInPath) {}
