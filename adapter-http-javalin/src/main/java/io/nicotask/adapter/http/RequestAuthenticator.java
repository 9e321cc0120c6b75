package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.AuthorizeProvider.Result.Denied;
import io.nicotask.application.user.AuthorizeProvider.Result.Granted;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TextConstraints;
import java.util.Objects;

/**
 * Authenticates the caller and authorizes it for the org in the path, before the rest of the request is parsed.
 */
final class RequestAuthenticator {

    private final CallerSource callers;
    private final AuthorizeProvider authorizeProvider;

    RequestAuthenticator(CallerSource callers, AuthorizeProvider authorizeProvider) {
        this.callers = callers;
        this.authorizeProvider = authorizeProvider;
    }

    /**
     * Authorizes the caller for the provider of the org, and returns the request.
     *
     * @throws ErrorResponseException when the caller is not authorized
     */
    AuthenticatedRequest authorizeProvider(AuthenticatedRequest request, Action action) {
        return switch (authorizeProvider.authorize(new AuthorizeProvider.Command(request.context(), action))) {
            case Granted granted -> request;
            case Denied denied ->
                throw new ErrorResponseException(ErrorResponses.of(denied.reason(), request.orgInPath()));
        };
    }

    /**
     * Authenticates the caller. Whether the caller is a member of the org is not checked.
     *
     * @throws ErrorResponseException when there is no valid caller, or the org in the path cannot be the name of an org
     */
    AuthenticatedRequest authenticate(Context context) {
        Caller caller = callers.callerOf(context.req());
        String org = context.pathParam("org");
        if (org.isBlank()
                || TextConstraints.problem(org, TextConstraints.MAX_CHARACTERS).isPresent()) {
            throw new ErrorResponseException(ErrorResponses.of(DenialReason.NOT_A_MEMBER, org));
        }
        return new AuthenticatedRequest(
                new RequestContext(caller, new OrgName(org), originOf(context)), org, context.contextPath());
    }

    private static RequestOrigin originOf(Context context) {
        String id = Objects.requireNonNull(context.attribute(CommonHeaders.REQUEST_ID));
        return new RequestOrigin(id, context.ip());
    }
}
