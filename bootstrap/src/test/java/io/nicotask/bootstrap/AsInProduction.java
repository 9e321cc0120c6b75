package io.nicotask.bootstrap;

import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.DevelopmentCaller;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
import io.nicotask.domain.access.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The configuration of a server as in production, with an issuer of tokens and no simulated racks.
 *
 * @param file the configuration file
 * @param token a token of the issuer, good for everything that a provider admin of the org {@code demo-org} may do
 */
public record AsInProduction(Path file, String token) {

    /**
     * Writes it.
     *
     * @param directory where it is kept
     * @param site the only site
     * @param more further settings, in YAML
     */
    public static AsInProduction in(DataDirectory directory, SiteId site, String more) throws IOException {
        DevelopmentIssuer issuer = DevelopmentIssuer.createOrLoad(directory);
        DevelopmentCaller caller = new DevelopmentCaller("admin", "demo-org", List.of("PROVIDER_ADMIN"));
        Path file = Files.writeString(
                directory.path().resolve("nico-tasks.yaml"),
                """
                issuers:
                  - name: own
                    issuer: %s
                    jwks: %s
                    claimMappings: [{orgName: demo-org, rolesAttribute: roles, isServiceAccount: false}]
                organizations:
                  - {org: demo-org, provider: 550e8400-e29b-41d4-a716-446655440000, sites: [{id: %s}]}
                """.formatted(DevelopmentIssuer.ISSUER, issuer.keySet(), site) + more);
        return new AsInProduction(file, issuer.token(caller, Duration.ofDays(1), Instant.now()));
    }
}
