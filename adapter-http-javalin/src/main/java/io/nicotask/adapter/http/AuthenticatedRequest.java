package io.nicotask.adapter.http;

import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;

/**
 * A request whose token is valid.
 *
 * @param caller the caller that the token names
 * @param org the org in the path
 * @param orgInPath the org as spelled in the path, for responses
 * @param origin the request id and the source address
 */
record AuthenticatedRequest(Caller caller, OrgName org, String orgInPath, RequestOrigin origin) {}
