package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.adapter.auth.ClaimMapper.AllFromToken;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TextConstraints;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Refuses settings of issuers that contradict themselves. */
final class IssuerSettingsChecks {

    private static final int MAX_NAME = 64;

    private final List<IssuerSettings> issuers;

    private IssuerSettingsChecks(List<IssuerSettings> issuers) {
        this.issuers = issuers;
    }

    /** @throws IllegalArgumentException when the settings contradict themselves */
    static void check(List<IssuerSettings> issuers, Duration clockSkew) {
        refuseIf(issuers.isEmpty(), "At least one issuer of tokens must be configured.");
        refuseIf(clockSkew.isNegative(), "The clock skew must not be negative, but is %s.".formatted(clockSkew));
        IssuerSettingsChecks checks = new IssuerSettingsChecks(issuers);
        checks.refuseDuplicates(IssuerSettings::name, "The issuer name %s is used more than once.");
        checks.refuseDuplicates(IssuerSettings::issuer, "The issuer URL %s is used more than once.");
        issuers.forEach(IssuerSettingsChecks::check);
        checks.checkMappings();
    }

    private void refuseDuplicates(Function<IssuerSettings, String> key, String message) {
        Set<String> seen = new HashSet<>();
        issuers.stream().map(key).forEach(value -> refuseIf(!seen.add(value), message.formatted(shown(value))));
    }

    private static void check(IssuerSettings issuer) {
        String name = issuer.name();
        refuseIf(
                name.isBlank()
                        || name.contains("/")
                        || TextConstraints.problem(name, MAX_NAME).isPresent(),
                "An issuer's name must have 1 to %d characters and no slash, but is '%s'."
                        .formatted(MAX_NAME, shown(name)));
        refuseIf(issuer.issuer().isBlank(), "The issuer %s must have an issuer URL.".formatted(name));
        checkKeys(name, issuer.jwks());
        refuseIf(issuer.claimMappings().isEmpty(), "The issuer %s must have a claim mapping.".formatted(name));
        refuseIf(
                Stream.concat(issuer.audiences().stream(), issuer.scopes().stream())
                        .anyMatch(String::isBlank),
                "The audiences and scopes of the issuer %s must not be blank.".formatted(name));
    }

    private static void checkKeys(String name, Jwks jwks) {
        refuseIf(
                !jwks.timeout().isPositive(),
                "The jwksTimeout of the issuer %s must be longer than zero, but is %d ms."
                        .formatted(name, jwks.timeout().toMillis()));
        refuseIf(
                !JwksLocation.isValid(jwks.location()),
                "The jwks of the issuer %s must be an http, https or file URL or the path of a file, but is '%s'."
                        .formatted(name, shown(jwks.location())));
    }

    private void checkMappings() {
        Set<OrgName> orgs = new HashSet<>();
        allMappings()
                .flatMap(mapping -> mapping.fixedOrg().stream())
                .forEach(org ->
                        refuseIf(!orgs.add(org), "The org %s is named by more than one claim mapping.".formatted(org)));
        long fromTokens = allMappings().filter(AllFromToken.class::isInstance).count();
        refuseIf(
                fromTokens > 1,
                "Only one claim mapping of all issuers may take the org from the token (orgAttribute), but %d do."
                        .formatted(fromTokens));
        List<String> dynamic = issuers.stream()
                .filter(IssuerSettingsChecks::takesOrgsFromTokens)
                .map(IssuerSettings::name)
                .toList();
        refuseIf(
                dynamic.size() > 1,
                "Only one issuer may take orgs from its tokens (orgAttribute, orgRolesAttribute), but %s do."
                        .formatted(String.join(" and ", dynamic)));
    }

    private Stream<ClaimMapper> allMappings() {
        return issuers.stream().flatMap(issuer -> mappingsOf(issuer).stream());
    }

    /** If two issuers could name orgs in their tokens, each could give memberships of the other's orgs. */
    private static boolean takesOrgsFromTokens(IssuerSettings issuer) {
        return mappingsOf(issuer).stream()
                .anyMatch(mapping -> mapping.fixedOrg().isEmpty());
    }

    private static List<ClaimMapper> mappingsOf(IssuerSettings issuer) {
        return IntStream.range(0, issuer.claimMappings().size())
                .mapToObj(index -> mappingOf(issuer, index))
                .toList();
    }

    private static ClaimMapper mappingOf(IssuerSettings issuer, int index) {
        return ClaimMapper.of(issuer.claimMappings().get(index))
                .orElseThrow(() -> new IllegalArgumentException(
                        ("The claimMappings[%d] of the issuer %s must be of exactly one kind: orgName with roles (A),"
                                        + " with rolesAttribute (B) or with isServiceAccount (C), orgAttribute with"
                                        + " rolesAttribute (D), or orgRolesAttribute (E).")
                                .formatted(index, issuer.name())));
    }

    /** Returns the text in one line, without the credentials that a URL may contain. */
    private static String shown(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?").replaceAll("//[^/@\\s]*@", "//***@");
    }

    private static void refuseIf(boolean condition, String message) {
        if (condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
