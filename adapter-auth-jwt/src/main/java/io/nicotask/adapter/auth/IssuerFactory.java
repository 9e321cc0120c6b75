package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.adapter.auth.AuthModule.Settings;
import io.nicotask.domain.access.OrgName;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates issuers from settings. */
final class IssuerFactory {

    private final Settings settings;
    private final InstantSource clock;

    IssuerFactory(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns the issuers, which do not load their keys yet. */
    List<Issuer> issuers() {
        Set<OrgName> reservedOrgs = settings.issuers().stream()
                .flatMap(issuer -> mappingsOf(issuer).stream())
                .flatMap(mapping -> mapping.fixedOrg().stream())
                .collect(Collectors.toUnmodifiableSet());
        return settings.issuers().stream()
                .map(issuer -> issuerOf(issuer, reservedOrgs))
                .toList();
    }

    private static List<ClaimMapper> mappingsOf(IssuerSettings issuer) {
        return issuer.claimMappings().stream()
                .map(mapping -> ClaimMapper.of(mapping).orElseThrow())
                .toList();
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
        JwksLocation location = JwksLocation.of(jwks.location(), jwks.timeout()).orElseThrow();
        return new IssuerKeys(
                issuer.name(), new JwksLoader(location, jwks.timeout()), IssuerKeys.RefreshIntervals.DEFAULT, clock);
    }
}
