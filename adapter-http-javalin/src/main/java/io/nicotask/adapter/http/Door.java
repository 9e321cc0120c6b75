package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.application.access.EnterProvider;
import io.nicotask.application.access.EnterProviderCommand;
import io.nicotask.application.access.EnterProviderResult.Denied;
import io.nicotask.application.access.EnterProviderResult.Entered;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Rejected;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.Text;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is calling, and may they come in? Asked before anything else of a request is looked at. */
final class Door {

    /** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer)[ \\t]+(\\S+)");

    private static final String VISIT = Door.class.getName() + ".visit";

    private final Function<String, Authentication> authenticator;
    private final EnterProvider enterProvider;

    /**
     * Opens for callers with a good token.
     *
     * @param authenticator judges a token
     */
    Door(Function<String, Authentication> authenticator, EnterProvider enterProvider) {
        this.authenticator = authenticator;
        this.enterProvider = enterProvider;
    }

    /**
     * Lets in whoever may act for the provider of the path's org.
     *
     * @throws Refusal when the caller is not known, or may not
     */
    Visit enter(Context context, Action action) {
        Visit visit = identify(context);
        return switch (enterProvider.enter(
                new EnterProviderCommand(visit.caller(), visit.org(), action, visit.origin()))) {
            case Entered entered -> visit;
            case Denied denied -> throw new Refusal(Problems.of(denied.reason(), visit.orgInPath()));
        };
    }

    /**
     * Lets in whoever has a good token; which orgs are the caller's is still to be asked. Asked again, it
     * answers the same.
     *
     * @throws Refusal when the caller is not known, or the path's org cannot be the name of any
     */
    Visit identify(Context context) {
        Visit known = context.attribute(VISIT);
        if (known != null) {
            return known;
        }
        Visit visit = visitOf(context);
        context.attribute(VISIT, visit);
        return visit;
    }

    private Visit visitOf(Context context) {
        Caller caller = callerOf(context);
        String org = context.pathParam("org");
        if (org.isBlank() || Text.problem(org, Text.MAX_CHARACTERS).isPresent()) {
            throw new Refusal(Problems.of(DenialReason.NOT_A_MEMBER, org));
        }
        return new Visit(caller, new OrgName(org), org, originOf(context));
    }

    private Caller callerOf(Context context) {
        return switch (authenticator.apply(tokenOf(context))) {
            case Authenticated authenticated -> authenticated.caller();
            case Rejected rejected -> throw new Refusal(Problems.of(rejected.why()));
        };
    }

    private static String tokenOf(Context context) {
        List<String> headers = Collections.list(context.req().getHeaders("Authorization"));
        if (headers.size() > 1) {
            throw new Refusal(Problems.NOT_BEARER);
        }
        String words = String.join("", headers).strip();
        if (words.isEmpty()) {
            throw new Refusal(Problems.NO_AUTHORIZATION);
        }
        Matcher bearer = BEARER.matcher(words);
        if (!bearer.matches()) {
            throw new Refusal(Problems.NOT_BEARER);
        }
        return bearer.group(1);
    }

    private static RequestOrigin originOf(Context context) {
        String id = Objects.requireNonNull(context.attribute(CommonHeaders.REQUEST_ID));
        return new RequestOrigin(id, context.ip());
    }
}
