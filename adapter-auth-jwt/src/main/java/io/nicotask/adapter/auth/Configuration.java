package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.adapter.auth.AuthModule.Settings;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.Text;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes issuers of settings, and refuses settings that contradict themselves. */
final class Configuration {

    private static final int MAX_NAME = 64;

    private final Settings settings;
    private final InstantSource clock;

    Configuration(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The issuers; the loading of their keys has not begun.
     *
     * @throws IllegalArgumentException when the settings contradict themselves
     */
    List<Issuer> issuers() {
        refuseIf(settings.issuers().isEmpty(), "At least one issuer of tokens must be configured.");
        refuseIf(settings.clockSkew().isNegative(), "The clock skew must not be negative.");
        refuseRepeated(IssuerSettings::name, "The issuer name %s is used more than once.");
        refuseRepeated(IssuerSettings::issuer, "The issuer URL %s is used more than once.");
        settings.issuers().forEach(Configuration::check);
        checkMappings();
        return settings.issuers().stream().map(this::issuerOf).toList();
    }

    private void refuseRepeated(Function<IssuerSettings, String> key, String sentence) {
        Set<String> seen = new HashSet<>();
        settings.issuers().stream().map(key).forEach(value -> refuseIf(!seen.add(value), sentence.formatted(value)));
    }

    private static void check(IssuerSettings issuer) {
        String name = issuer.name();
        refuseIf(
                name.isBlank()
                        || name.contains("/")
                        || Text.problem(name, MAX_NAME).isPresent(),
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

    private void checkMappings() {
        List<Mapping> mappings = settings.issuers().stream()
                .flatMap(issuer -> mappingsOf(issuer).stream())
                .toList();
        Set<OrgName> orgs = new HashSet<>();
        mappings.stream()
                .flatMap(mapping -> mapping.fixedOrg().stream())
                .forEach(org ->
                        refuseIf(!orgs.add(org), "The org %s is named by more than one claim mapping.".formatted(org)));
        refuseIf(
                mappings.size() - orgs.size() > 1,
                "Only one claim mapping of all issuers may take the org from the token (orgAttribute).");
    }

    private static List<Mapping> mappingsOf(IssuerSettings issuer) {
        return issuer.claimMappings().stream()
                .map(mapping -> mappingOf(issuer, mapping))
                .toList();
    }

    private static Mapping mappingOf(IssuerSettings issuer, ClaimMapping mapping) {
        return Mapping.of(mapping)
                .orElseThrow(() -> new IllegalArgumentException(
                        ("A claim mapping of the issuer %s is not of exactly one kind: orgName with roles, with"
                                        + " rolesAttribute or with isServiceAccount, or orgAttribute with rolesAttribute.")
                                .formatted(issuer.name())));
    }

    private Issuer issuerOf(IssuerSettings issuer) {
        return new Issuer(
                issuer.name(),
                issuer.issuer(),
                new Issuer.Demands(Set.copyOf(issuer.audiences()), Set.copyOf(issuer.scopes())),
                mappingsOf(issuer),
                keysOf(issuer));
    }

    private KeyRing keysOf(IssuerSettings issuer) {
        Jwks jwks = issuer.jwks();
        KeyLocation location = KeyLocation.of(jwks.location(), jwks.timeout())
                .orElseThrow(() -> new IllegalArgumentException(
                        "The jwks of the issuer %s is neither an http, https or file URL nor the path of a file."
                                .formatted(issuer.name())));
        return new KeyRing(issuer.name(), new KeySource(location, jwks.timeout()), KeyRing.Pauses.USUAL, clock);
    }

    private static void refuseIf(boolean wrong, String sentence) {
        if (wrong) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
