package io.nicotask.adapter.auth;

import io.nicotask.application.port.CallerAuthenticator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authenticates callers by JSON Web Tokens, with the keys that the issuers publish. Safe for many threads. */
public final class AuthModule implements AutoCloseable {

    /** The tolerated clock skew, unless another is configured. */
    public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);

    /** The longest that loading keys may take, unless another limit is configured. */
    public static final Duration DEFAULT_JWKS_TIMEOUT = Duration.ofSeconds(5);

    private final List<Issuer> issuers;
    private final CallerAuthenticator authenticator;

    private AuthModule(List<Issuer> issuers, CallerAuthenticator authenticator) {
        this.issuers = issuers;
        this.authenticator = authenticator;
    }

    /** Starts to load keys in the background. */
    public static AuthModule start(Settings settings, InstantSource clock) {
        List<Issuer> issuers = new IssuerFactory(settings, clock).issuers();
        issuers.forEach(issuer -> issuer.keys().start());
        return new AuthModule(issuers, new JwtAuthenticator(issuers, settings.clockSkew(), clock));
    }

    /** Returns the authenticator. Safe for many threads. After {@link #close} it keeps using the keys loaded so far. */
    public CallerAuthenticator authenticator() {
        return authenticator;
    }

    /**
     * Rejects one forged token per loaded key, so that the first tokens of callers are verified about as fast as later
     * ones. Sends no request to an issuer.
     */
    public void warmUp() {
        issuers.stream()
                .flatMap(issuer -> ForgedTokens.of(issuer.url(), issuer.keys().loaded()).stream())
                .forEach(token -> {
                    var unused = authenticator.authenticate(token);
                });
    }

    /** Stops loading keys. */
    @Override
    public void close() {
        issuers.forEach(issuer -> issuer.keys().close());
    }

    /**
     * The issuers whose tokens are accepted.
     *
     * @param issuers at least one
     * @param clockSkew how far the clocks of issuers and of this machine may differ
     */
    public record Settings(List<IssuerSettings> issuers, Duration clockSkew) {

        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException when they contradict themselves; the message is one sentence for the
         *     operator
         */
        public Settings {
            issuers = List.copyOf(issuers);
            IssuerSettingsChecks.check(issuers, clockSkew);
        }
    }

    /**
     * An issuer of tokens.
     *
     * @param name the issuer's name here; part of the identity of its callers, so it should not change
     * @param issuer the exact {@code iss} of its tokens
     * @param jwks its keys
     * @param audiences a token must be for one of them; empty to accept every audience
     * @param scopes a token must have all of them
     * @param claimMappings how its tokens give memberships of orgs; at least one
     */
    public record IssuerSettings(
            String name,
            String issuer,
            Jwks jwks,
            List<String> audiences,
            List<String> scopes,
            List<ClaimMapping> claimMappings) {

        public IssuerSettings {
            audiences = List.copyOf(audiences);
            scopes = List.copyOf(scopes);
            claimMappings = List.copyOf(claimMappings);
        }
    }

    /**
     * The JSON Web Key Set in which an issuer publishes its keys.
     *
     * @param location an {@code http}, {@code https} or {@code file} URL, or the path of a file
     * @param timeout the longest that a load may take, from the request to the last byte
     */
    public record Jwks(String location, Duration timeout) {}

    /**
     * How a token gives its caller memberships of orgs. A valid mapping is of exactly one of five kinds, each with its
     * factory method. The attributes are paths into the claims, with dots between the names. In every kind a role of
     * the form {@code <org>:<ROLE>} is held in that org only.
     *
     * @param orgName the org (kinds A, B, C)
     * @param roles the roles held there (kind A)
     * @param rolesAttribute the claim that has the roles (kinds B, D)
     * @param serviceAccount whether the callers are machines, with both admin roles (kind C)
     * @param orgAttribute the claim that names the org (kind D)
     * @param orgDisplayAttribute the claim with the org's display name (kind D); no response shows it yet
     * @param orgRolesAttribute the claim with entries of the form {@code <org>:<ROLE>} (kind E)
     */
    public record ClaimMapping(
            @Nullable String orgName,
            List<String> roles,
            @Nullable String rolesAttribute,
            boolean serviceAccount,
            @Nullable String orgAttribute,
            @Nullable String orgDisplayAttribute,
            @Nullable String orgRolesAttribute) {

        public ClaimMapping {
            roles = List.copyOf(roles);
        }

        /** Kind A: a fixed org with fixed roles. */
        public static ClaimMapping fixed(String orgName, List<String> roles) {
            return new ClaimMapping(orgName, roles, null, false, null, null, null);
        }

        /** Kind B: a fixed org with the roles that the token names. */
        public static ClaimMapping rolesFromToken(String orgName, String rolesAttribute) {
            return new ClaimMapping(orgName, List.of(), rolesAttribute, false, null, null, null);
        }

        /** Kind C: a fixed org with both admin roles, for machines. */
        public static ClaimMapping serviceAccount(String orgName) {
            return new ClaimMapping(orgName, List.of(), null, true, null, null, null);
        }

        /** Kind D: org and roles as the token names them. */
        public static ClaimMapping allFromToken(String orgAttribute, String rolesAttribute) {
            return new ClaimMapping(null, List.of(), rolesAttribute, false, orgAttribute, null, null);
        }

        /** Kind E: many orgs, each with the roles that the token's entries name for it. */
        public static ClaimMapping orgRolesFromToken(String orgRolesAttribute) {
            return new ClaimMapping(null, List.of(), null, false, null, null, orgRolesAttribute);
        }
    }
}
