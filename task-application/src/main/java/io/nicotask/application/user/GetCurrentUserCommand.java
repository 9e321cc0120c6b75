package io.nicotask.application.user;

import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;

/**
 * A caller's request for its own user record.
 *
 * @param caller the caller
 * @param org the org of which the caller must be a member
 * @param origin where the request came from
 */
public record GetCurrentUserCommand(Caller caller, OrgName org, RequestOrigin origin) {}
