package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.SignedToken.ParsedToken;
import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.domain.access.Caller.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates callers by JSON Web Tokens. Until the signature is verified, the only rejections are "not a token" and
 * "invalid". A token that was issued in the future, by more than the clock skew, is invalid. Safe for many threads.
 */
final class JwtAuthenticator implements CallerAuthenticator {

    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthenticator.class);

    private final Map<String, Issuer> issuers;
    private final Duration clockSkew;
    private final InstantSource clock;

    JwtAuthenticator(List<Issuer> issuers, Duration clockSkew, InstantSource clock) {
        this.issuers = issuers.stream().collect(Collectors.toUnmodifiableMap(Issuer::url, Function.identity()));
        this.clockSkew = clockSkew;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(String token) {
        return switch (SignedToken.parse(token)) {
            case ParsedToken.Signed signed -> authenticateToken(signed.token());
            case ParsedToken.Refused refused -> rejected(refused.reason(), "no known issuer");
        };
    }

    @Override
    public boolean isReady() {
        return issuers.values().stream().anyMatch(issuer -> issuer.keys().isLoaded());
    }

    private Authentication authenticateToken(SignedToken token) {
        Optional<Issuer> issuer = token.claims().text("iss").map(issuers::get);
        return issuer.isEmpty()
                ? rejected(Rejection.INVALID, "no known issuer")
                : authenticateToken(token, issuer.get());
    }

    private Authentication authenticateToken(SignedToken token, Issuer issuer) {
        TokenClaims claims = token.claims();
        if (!issuer.keys().hasSigned(token) || isInFuture(claims, "nbf") || isInFuture(claims, "iat")) {
            return rejected(Rejection.INVALID, issuer.name());
        }
        if (hasExpired(claims)) {
            return rejected(Rejection.EXPIRED, issuer.name());
        }
        Optional<Subject> subject = issuer.subjectOf(claims);
        if (subject.isEmpty()) {
            return rejected(Rejection.NO_SUBJECT, issuer.name());
        }
        return rejection(issuer, claims)
                .map(reason -> rejected(reason, issuer.name()))
                .orElseGet(() -> new Authentication.Authenticated(issuer.callerOf(subject.get(), claims)));
    }

    private Optional<Rejection> rejection(Issuer issuer, TokenClaims claims) {
        if (!issuer.requirements().acceptAudience(claims)) {
            return Optional.of(Rejection.WRONG_AUDIENCE);
        }
        if (!issuer.requirements().acceptScopes(claims)) {
            return Optional.of(Rejection.MISSING_SCOPE);
        }
        return issuer.findsReservedOrg(claims) ? Optional.of(Rejection.RESERVED_ORG) : Optional.empty();
    }

    private boolean isInFuture(TokenClaims claims, String name) {
        Instant latest = clock.instant().plus(clockSkew);
        return claims.instant(name).filter(latest::isBefore).isPresent();
    }

    /** A token without an expiry counts as expired. */
    private boolean hasExpired(TokenClaims claims) {
        Instant latest = clock.instant().minus(clockSkew);
        return claims.instant("exp").filter(latest::isBefore).isEmpty();
    }

    private static Authentication rejected(Rejection reason, String issuer) {
        LOG.debug("A token of {} was rejected: {}", issuer, reason);
        return new Authentication.Rejected(reason);
    }
}
