package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry.Action;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Rejected;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.AuthorizeProvider.Result.Denied;
import io.nicotask.application.user.AuthorizeProvider.Result.Granted;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TextConstraints;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Authenticates the bearer token and authorizes the caller for the org in the path, before the rest of the request is
 * parsed.
 */
final class RequestAuthenticator {

    /** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer)[ \\t]+(\\S+)");

    private final Function<String, Authentication> authenticator;
    private final AuthorizeProvider authorizeProvider;

    /** @param authenticator authenticates a token */
    RequestAuthenticator(Function<String, Authentication> authenticator, AuthorizeProvider authorizeProvider) {
        this.authenticator = authenticator;
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
     * @throws ErrorResponseException when the token is not valid, or the org in the path cannot be the name of an org
     */
    AuthenticatedRequest authenticate(Context context) {
        Caller caller = callerOf(context);
        String org = context.pathParam("org");
        if (org.isBlank()
                || TextConstraints.problem(org, TextConstraints.MAX_CHARACTERS).isPresent()) {
            throw new ErrorResponseException(ErrorResponses.of(DenialReason.NOT_A_MEMBER, org));
        }
        return new AuthenticatedRequest(
                new RequestContext(caller, new OrgName(org), originOf(context)), org, context.contextPath());
    }

    private Caller callerOf(Context context) {
        return switch (authenticator.apply(tokenOf(context))) {
            case Authenticated authenticated -> authenticated.caller();
            case Rejected rejected -> throw new ErrorResponseException(ErrorResponses.of(rejected.reason()));
        };
    }

    private static String tokenOf(Context context) {
        List<String> headers = Collections.list(context.req().getHeaders("Authorization"));
        if (headers.size() > 1) {
            throw new ErrorResponseException(ErrorResponses.NOT_BEARER);
        }
        String header = String.join("", headers).strip();
        if (header.isEmpty()) {
            throw new ErrorResponseException(ErrorResponses.MISSING_AUTHORIZATION);
        }
        Matcher bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            throw new ErrorResponseException(ErrorResponses.NOT_BEARER);
        }
        return bearer.group(1);
    }

    private static RequestOrigin originOf(Context context) {
        String id = Objects.requireNonNull(context.attribute(CommonHeaders.REQUEST_ID));
        return new RequestOrigin(id, context.ip());
    }
}
