package io.nicotask.adapter.http;

import io.nicotask.application.port.RequestContext;

/**
 * A request whose caller is authenticated.
 *
 * @param context the caller, the org in the path, and the origin of the request
 * @param orgInPath the org as spelled in the path, for responses
 * @param mount the path that precedes those of the routes, for responses; empty on our own server
 */
record AuthenticatedRequest(RequestContext context, String orgInPath, String mount) {}
