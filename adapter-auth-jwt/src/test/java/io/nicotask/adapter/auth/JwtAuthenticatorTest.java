package io.nicotask.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.application.contract.CallerAuthenticatorContract;
import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class JwtAuthenticatorTest extends CallerAuthenticatorContract {

    private final JwksServer server = JwksServer.publishing(TestKey.RSA);
    private final JwksServer brokenServer = JwksServer.on(0);
    private AuthModule module;
    private AuthModule moduleWithoutKeys;

    @BeforeEach
    void start() {
        module = AuthFixture.ready(AuthFixture.start(issuer(server.url())));
        moduleWithoutKeys = AuthFixture.start(issuer(brokenServer.url()));
    }

    @AfterEach
    void stop() {
        module.close();
        moduleWithoutKeys.close();
        server.close();
        brokenServer.close();
    }

    @Override
    protected CallerAuthenticator authenticator() {
        assertThat(module.authenticator()).isInstanceOf(JwtAuthenticator.class);
        return module.authenticator();
    }

    @Override
    protected CallerAuthenticator authenticatorWithoutKeys() {
        return moduleWithoutKeys.authenticator();
    }

    @Override
    protected Good goodToken() {
        Caller alice = new Caller(
                new Subject("idp/alice"),
                new Profile("Alice", "Liddell", "alice@example.com"),
                Map.of(
                        new OrgName("acme"), Set.of(new Role("PROVIDER_ADMIN")),
                        new OrgName("wonderland"), Set.of(new Role("TENANT_ADMIN"), new Role("VIEWER"))));
        return new Good(good().signedBy(TestKey.RSA), alice);
    }

    @Override
    protected String tokenRejectedFor(Rejection reason) {
        TokenBuilder token = switch (reason) {
            case NOT_A_TOKEN -> null;
            case INVALID -> good().claim("nbf", TokenBuilder.NOW.getEpochSecond() + 60);
            case EXPIRED -> good().without("exp");
            case NO_SUBJECT -> good().without("sub");
            case WRONG_AUDIENCE -> good().claim("aud", "another-api");
            case MISSING_SCOPE -> good().claim("scope", "openid");
            case RESERVED_ORG -> good().claim("org", "ACME");
        };
        return token == null ? "no token" : token.signedBy(TestKey.RSA);
    }

    private static TokenBuilder good() {
        return TokenBuilder.ofAlice()
                .claim("aud", "my-api")
                .claim("scope", "openid nico")
                .claim("given_name", "Alice")
                .claim("family_name", "Liddell")
                .claim("email", "alice@example.com")
                .claim("org", "Wonderland")
                .claim("roles", List.of("TENANT_ADMIN", "VIEWER"));
    }

    private static IssuerSettings issuer(String jwks) {
        return new IssuerSettings(
                "idp",
                TokenBuilder.ISSUER,
                AuthFixture.jwks(jwks),
                List.of("my-api"),
                List.of("nico"),
                List.of(AuthFixture.ACME, ClaimMapping.allFromToken("org", "roles")));
    }
}
