package io.nicotask.application.user;

import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;

/**
 * A request to act for an org's provider.
 *
 * @param caller the caller
 * @param org the org that the caller acts for
 * @param action the requested action
 * @param origin where the request came from
 */
public record AuthorizeProviderCommand(Caller caller, OrgName org, Action action, RequestOrigin origin) {}
