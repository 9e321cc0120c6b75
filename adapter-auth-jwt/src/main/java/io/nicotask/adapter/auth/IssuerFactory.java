package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.adapter.auth.AuthModule.Settings;
import io.nicotask.adapter.auth.ClaimMapper.AllFromToken;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TextConstraints;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Creates issuers from settings, and refuses settings that contradict themselves. */
final class IssuerFactory {

    private static final int MAX_NAME = 64;

    private final Settings settings;
    private final InstantSource clock;

    IssuerFactory(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Returns the issuers, which do not load their keys yet.
     *
     * @throws IllegalArgumentException when the settings contradict themselves
     */
    List<Issuer> issuers() {
        refuseIf(settings.issuers().isEmpty(), "At least one issuer of tokens must be configured.");
        refuseIf(settings.clockSkew().isNegative(), "The clock skew must not be negative.");
        refuseDuplicates(IssuerSettings::name, "The issuer name %s is used more than once.");
        refuseDuplicates(IssuerSettings::issuer, "The issuer URL %s is used more than once.");
        settings.issuers().forEach(IssuerFactory::check);
        Set<OrgName> reservedOrgs = checkMappings();
        return settings.issuers().stream()
                .map(issuer -> issuerOf(issuer, reservedOrgs))
                .toList();
    }

    private void refuseDuplicates(Function<IssuerSettings, String> key, String message) {
        Set<String> seen = new HashSet<>();
        settings.issuers().stream().map(key).forEach(value -> refuseIf(!seen.add(value), message.formatted(value)));
    }

    private static void check(IssuerSettings issuer) {
        String name = issuer.name();
        refuseIf(
                name.isBlank()
                        || name.contains("/")
                        || TextConstraints.problem(name, MAX_NAME).isPresent(),
                "An issuer's name must have 1 to %d characters and no slash.".formatted(MAX_NAME));
        refuseIf(issuer.issuer().isBlank(), "The issuer %s must have an issuer URL.".formatted(name));
        refuseIf(
                !issuer.jwks().timeout().isPositive(),
                "The jwksTimeout of the issuer %s must be longer than zero.".formatted(name));
        refuseIf(issuer.claimMappings().isEmpty(), "The issuer %s must have a claim mapping.".formatted(name));
        refuseIf(
                Stream.concat(issuer.audiences().stream(), issuer.scopes().stream())
                        .anyMatch(String::isBlank),
                "The audiences and scopes of the issuer %s must not be blank.".formatted(name));
    }

    /** Returns the orgs that mappings name in the settings. */
    private Set<OrgName> checkMappings() {
        Set<OrgName> orgs = new HashSet<>();
        allMappings()
                .flatMap(mapping -> mapping.fixedOrg().stream())
                .forEach(org ->
                        refuseIf(!orgs.add(org), "The org %s is named by more than one claim mapping.".formatted(org)));
        refuseIf(
                allMappings().filter(AllFromToken.class::isInstance).count() > 1,
                "Only one claim mapping of all issuers may take the org from the token (orgAttribute).");
        refuseIf(
                settings.issuers().stream()
                                .filter(IssuerFactory::takesOrgsFromTokens)
                                .count()
                        > 1,
                "Only one issuer may take orgs from its tokens (orgAttribute, orgRolesAttribute).");
        return Set.copyOf(orgs);
    }

    private Stream<ClaimMapper> allMappings() {
        return settings.issuers().stream().flatMap(issuer -> mappingsOf(issuer).stream());
    }

    /** If two issuers could name orgs in their tokens, each could give memberships of the other's orgs. */
    private static boolean takesOrgsFromTokens(IssuerSettings issuer) {
        return mappingsOf(issuer).stream()
                .anyMatch(mapping -> mapping.fixedOrg().isEmpty());
    }

    private static List<ClaimMapper> mappingsOf(IssuerSettings issuer) {
        return issuer.claimMappings().stream()
                .map(mapping -> mappingOf(issuer, mapping))
                .toList();
    }

    private static ClaimMapper mappingOf(IssuerSettings issuer, ClaimMapping mapping) {
        return ClaimMapper.of(mapping)
                .orElseThrow(() -> new IllegalArgumentException(
                        ("A claim mapping of the issuer %s is not of exactly one kind: orgName with roles (A), with"
                                        + " rolesAttribute (B) or with isServiceAccount (C), orgAttribute with"
                                        + " rolesAttribute (D), or orgRolesAttribute (E).")
                                .formatted(issuer.name())));
    }

    private Issuer issuerOf(IssuerSettings issuer, Set<OrgName> reservedOrgs) {
        return new Issuer(
                issuer.name(),
                issuer.issuer(),
                new Issuer.TokenRequirements(Set.copyOf(issuer.audiences()), Set.copyOf(issuer.scopes())),
                mappingsOf(issuer),
                reservedOrgs,
                keysOf(issuer));
    }

    private IssuerKeys keysOf(IssuerSettings issuer) {
        Jwks jwks = issuer.jwks();
        JwksLocation location = JwksLocation.of(jwks.location(), jwks.timeout())
                .orElseThrow(() -> new IllegalArgumentException(
                        "The jwks of the issuer %s is neither an http, https or file URL nor the path of a file."
                                .formatted(issuer.name())));
        return new IssuerKeys(
                issuer.name(), new JwksLoader(location, jwks.timeout()), IssuerKeys.RefreshIntervals.DEFAULT, clock);
    }

    private static void refuseIf(boolean condition, String message) {
        if (condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
