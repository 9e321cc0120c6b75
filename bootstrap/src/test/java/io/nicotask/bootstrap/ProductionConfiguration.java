package io.nicotask.bootstrap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.DevelopmentCaller;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
import io.nicotask.domain.value.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * The configuration of a production server, with a token issuer and without simulated racks.
 *
 * @param file the configuration file
 * @param token a token with every right of a provider admin of the org {@code demo-org}
 */
public record ProductionConfiguration(Path file, String token) {

    private static final Duration LIFETIME = Duration.ofDays(1);

    /**
     * Writes the configuration, with tokens of the development issuer.
     *
     * @param directory the data directory of the issuer
     * @param site the only site
     * @param more further settings, in YAML
     */
    public static ProductionConfiguration in(DataDirectory directory, SiteId site, String more) throws IOException {
        DevelopmentIssuer issuer = DevelopmentIssuer.createOrLoad(directory);
        DevelopmentCaller caller = new DevelopmentCaller("admin", "demo-org", List.of("PROVIDER_ADMIN"));
        return new ProductionConfiguration(
                write(directory, site, issuer.keySet(), more), issuer.token(caller, LIFETIME, Instant.now()));
    }

    /**
     * Writes the configuration, with tokens signed with RS256: verifying ES256 would take most of the time of a
     * short-lived JVM, in which that code is not yet optimized.
     */
    public static ProductionConfiguration withQuickTokens(DataDirectory directory, SiteId site, String more)
            throws IOException, JOSEException {
        RSAKey key = new RSAKeyGenerator(2048).keyID("quick").generate();
        Path keySet = Files.writeString(
                directory.path().resolve("quick-jwks.json"), new JWKSet(key.toPublicJWK()).toString());
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(DevelopmentIssuer.ISSUER)
                        .subject("admin")
                        .expirationTime(Date.from(Instant.now().plus(LIFETIME)))
                        .claim(DevelopmentIssuer.ROLES_CLAIM, List.of("PROVIDER_ADMIN"))
                        .build());
        token.sign(new RSASSASigner(key));
        return new ProductionConfiguration(write(directory, site, keySet, more), token.serialize());
    }

    private static Path write(DataDirectory directory, SiteId site, Path keySet, String more) throws IOException {
        return Files.writeString(
                directory.path().resolve("nico-tasks.yaml"),
                """
                issuers:
                  - name: own
                    issuer: %s
                    jwks: %s
                    claimMappings: [{orgName: demo-org, rolesAttribute: roles, isServiceAccount: false}]
                organizations:
                  - {org: demo-org, provider: 550e8400-e29b-41d4-a716-446655440000, sites: [{id: %s}]}
                """.formatted(DevelopmentIssuer.ISSUER, keySet, site) + more);
    }
}
