package io.nicotask.application.user;

import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.RequestContext;

/**
 * A request to act for an org's provider.
 *
 * @param context who makes the request, for whom, and from where
 * @param action the requested action
 */
public record AuthorizeProviderCommand(RequestContext context, Action action) {}
