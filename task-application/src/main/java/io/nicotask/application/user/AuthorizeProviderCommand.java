package io.nicotask.application.user;

import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;

/**
 * The wish to act for an org's provider.
 *
 * @param caller who wishes it
 * @param org for which org
 * @param action what for
 * @param origin where the request came from
 */
public record AuthorizeProviderCommand(Caller caller, OrgName org, Action action, RequestOrigin origin) {}
