package io.nicotask.adapter.http;

import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Rejected;
import io.nicotask.domain.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The callers that the bearer tokens in {@code Authorization} identify. */
final class BearerTokens implements CallerSource {

    /** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer)[ \\t]+(\\S+)");

    private final CallerAuthenticator authenticator;

    BearerTokens(CallerAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Caller callerOf(HttpServletRequest request) {
        return switch (authenticator.authenticate(tokenOf(request))) {
            case Authenticated authenticated -> authenticated.caller();
            case Rejected rejected -> throw new ErrorResponseException(ErrorResponses.of(rejected.reason()));
        };
    }

    @Override
    public boolean isReady() {
        return authenticator.isReady();
    }

    @Override
    public boolean usesTokens() {
        return true;
    }

    private static String tokenOf(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
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
}
