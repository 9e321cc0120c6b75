package io.nicotask.adapter.auth;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.adapter.auth.AuthModule.Settings;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Rejected;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.domain.access.Caller;
import java.time.Duration;
import java.util.List;

/** Settings, modules and assertions that the tests of this module share. */
final class AuthFixture {

    /** Makes every caller of {@link #issuer} a provider admin of the org acme. */
    static final ClaimMapping ACME = ClaimMapping.fixed("acme", List.of("PROVIDER_ADMIN"));

    private AuthFixture() {}

    static SettableClock clock() {
        return new SettableClock(TokenBuilder.NOW);
    }

    /** Returns settings for the issuer {@link TokenBuilder#ISSUER}, named "idp". */
    static IssuerSettings issuer(String jwks, ClaimMapping... mappings) {
        return new IssuerSettings("idp", TokenBuilder.ISSUER, jwks(jwks), List.of(), List.of(), List.of(mappings));
    }

    static Jwks jwks(String location) {
        return new Jwks(location, Duration.ofMinutes(5));
    }

    static Settings settings(IssuerSettings... issuers) {
        return new Settings(List.of(issuers), AuthModule.DEFAULT_CLOCK_SKEW);
    }

    /** Starts a module, which may not have loaded its keys yet. */
    static AuthModule start(IssuerSettings... issuers) {
        return AuthModule.start(settings(issuers), clock());
    }

    /** Waits until the module has loaded keys. */
    static AuthModule ready(AuthModule module) {
        await().until(() -> module.authenticator().isReady());
        return module;
    }

    static Caller callerOf(AuthModule module, String token) {
        Authentication authentication = module.authenticator().authenticate(token);
        assertThat(authentication).isInstanceOf(Authenticated.class);
        return ((Authenticated) authentication).caller();
    }

    static void assertAccepted(AuthModule module, String token) {
        assertThat(module.authenticator().authenticate(token)).isInstanceOf(Authenticated.class);
    }

    static void assertRejected(AuthModule module, String token, Rejection reason) {
        assertThat(module.authenticator().authenticate(token)).isEqualTo(new Rejected(reason));
    }
}
