package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.DevelopmentCaller;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
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
 * @param token a token of the issuer, good for everything that is measured
 */
record AsInProduction(Path file, String token) {

    static AsInProduction with(Database database) throws IOException {
        DevelopmentIssuer issuer = DevelopmentIssuer.createOrLoad(database.directory());
        DevelopmentCaller caller = new DevelopmentCaller("benchmark", "demo-org", List.of("PROVIDER_ADMIN"));
        Path file = Files.writeString(database.directory().path().resolve("benchmark.yaml"), """
                issuers:
                  - name: benchmark
                    issuer: %s
                    jwks: %s
                    claimMappings: [{orgName: demo-org, rolesAttribute: roles, isServiceAccount: false}]
                organizations:
                  - {org: demo-org, provider: 550e8400-e29b-41d4-a716-446655440000, sites: [{id: %s}]}
                """.formatted(
                        DevelopmentIssuer.ISSUER, issuer.keySet(), DemoOrg.SITE));
        return new AsInProduction(file, issuer.token(caller, Duration.ofDays(1), Instant.now()));
    }
}
