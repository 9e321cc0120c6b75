package io.nicotask.adapter.http;

import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;

/**
 * A request of a known caller.
 *
 * @param caller who asks
 * @param org for which org
 * @param orgInPath the org as the path spells it, for answers
 * @param origin where the request came from
 */
record AuthenticatedRequest(Caller caller, OrgName org, String orgInPath, RequestOrigin origin) {}
