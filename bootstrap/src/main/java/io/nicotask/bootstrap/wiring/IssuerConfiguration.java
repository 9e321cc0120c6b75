package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.auth.AuthModule;
import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Issuer;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps the configured issuers to the settings of the token adapter. */
public final class IssuerConfiguration {

    private IssuerConfiguration() {}

    /**
     * Returns the development issuer, or the configured issuers when it is null.
     *
     * @throws InvalidSettings when the configured issuers contradict themselves
     */
    public static AuthModule.Settings of(Settings settings, @Nullable DevelopmentIssuer development) {
        List<IssuerSettings> issuers = development == null
                ? settings.issuers().stream()
                        .map(IssuerConfiguration::issuerSettings)
                        .toList()
                : List.of(developmentIssuer(development));
        try {
            return new AuthModule.Settings(issuers, settings.clockSkew());
        } catch (IllegalArgumentException invalid) {
            throw InvalidSettings.in(settings.source(), String.valueOf(invalid.getMessage()));
        }
    }

    private static IssuerSettings issuerSettings(Issuer issuer) {
        Jwks keys = new Jwks(
                issuer.jwks(), issuer.jwksTimeout() == null ? AuthModule.DEFAULT_JWKS_TIMEOUT : issuer.jwksTimeout());
        List<ClaimMapping> mappings = issuer.claimMappings().stream()
                .map(IssuerConfiguration::claimMapping)
                .toList();
        return new IssuerSettings(issuer.name(), issuer.issuer(), keys, issuer.audiences(), issuer.scopes(), mappings);
    }

    private static ClaimMapping claimMapping(Settings.ClaimMapping mapping) {
        return new ClaimMapping(
                mapping.orgName(),
                mapping.roles() == null ? List.of() : mapping.roles(),
                mapping.rolesAttribute(),
                Boolean.TRUE.equals(mapping.isServiceAccount()),
                mapping.orgAttribute(),
                mapping.orgDisplayAttribute(),
                mapping.orgRolesAttribute());
    }

    private static IssuerSettings developmentIssuer(DevelopmentIssuer issuer) {
        return new IssuerSettings(
                "development",
                DevelopmentIssuer.ISSUER,
                new Jwks(issuer.keySet().toString(), AuthModule.DEFAULT_JWKS_TIMEOUT),
                List.of(DevelopmentIssuer.AUDIENCE),
                List.of(),
                List.of(ClaimMapping.allFromToken(DevelopmentIssuer.ORG_CLAIM, DevelopmentIssuer.ROLES_CLAIM)));
    }
}
