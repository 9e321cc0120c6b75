package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.OrgName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Modules with claim mappings. A base class, since each test closes the modules that it has started. */
abstract class ClaimMappingFixture {

    private final JwksServer server = JwksServer.publishing(TestKey.RSA);
    private final List<AuthModule> modules = new ArrayList<>();

    @AfterEach
    void stop() {
        modules.forEach(AuthModule::close);
        server.close();
    }

    final Caller caller(TokenBuilder token, ClaimMapping... mappings) {
        AuthModule module =
                AuthFixture.ready(closeAfterTest(AuthFixture.start(AuthFixture.issuer(server.url(), mappings))));
        return ((Authenticated) module.authenticator().authenticate(token.signedBy(TestKey.RSA))).caller();
    }

    final IssuerSettings issuer(ClaimMapping... mappings) {
        return AuthFixture.issuer(server.url(), mappings);
    }

    final IssuerSettings otherIssuer(ClaimMapping mapping) {
        return new IssuerSettings(
                "other",
                "https://other.example.com",
                AuthFixture.jwks(server.url()),
                List.of(),
                List.of(),
                List.of(mapping));
    }

    final AuthModule closeAfterTest(AuthModule module) {
        modules.add(module);
        return module;
    }

    static OrgName org(String name) {
        return new OrgName(name);
    }

    static Set<Role> roles(String... names) {
        return Stream.of(names).map(Role::new).collect(Collectors.toSet());
    }
}
