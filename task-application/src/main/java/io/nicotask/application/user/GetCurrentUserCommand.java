package io.nicotask.application.user;

import io.nicotask.application.port.RequestContext;

/**
 * A caller's request for its own user record.
 *
 * @param context who makes the request, for whom, and from where
 */
public record GetCurrentUserCommand(RequestContext context) {}
