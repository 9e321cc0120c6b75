package io.nicotask.application.user;

import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;

/**
 * The question of a caller who it is.
 *
 * @param caller who asks
 * @param org for which org
 * @param origin where the request came from
 */
public record GetCurrentUserCommand(Caller caller, OrgName org, RequestOrigin origin) {}
