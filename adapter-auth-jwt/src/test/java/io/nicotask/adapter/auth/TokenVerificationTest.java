package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthFixture.assertAccepted;
import static io.nicotask.adapter.auth.AuthFixture.assertRejected;
import static io.nicotask.adapter.auth.AuthFixture.callerOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Subject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reasons for which tokens are rejected, and their order. */
final class TokenVerificationTest {

    static final List<Object> NO_SUBJECTS =
            List.of("", " ", "\u0000", "a\u0000b", "\ud800", "x".repeat(256), 42, true, List.of("alice"), Map.of());

    private static final long NOW = TokenBuilder.NOW.getEpochSecond();
    private static final TestKey OTHER_KEY = TestKey.rsa("rsa-key", 2048);

    private static JwksServer server;
    private static AuthModule module;

    @BeforeAll
    static void start() {
        server = JwksServer.publishing(TestKey.RSA);
        IssuerSettings strict = new IssuerSettings(
                "idp",
                TokenBuilder.ISSUER,
                AuthFixture.jwks(server.url()),
                List.of("my-api", "your-api"),
                List.of("openid", "nico"),
                List.of(AuthFixture.ACME, ClaimMapping.allFromToken("org", "roles")));
        IssuerSettings lenient = new IssuerSettings(
                "lenient",
                "https://lenient.example.com",
                AuthFixture.jwks(server.url()),
                List.of(),
                List.of(),
                List.of(ClaimMapping.serviceAccount("robots")));
        module = AuthFixture.ready(AuthFixture.start(strict, lenient));
    }

    @AfterAll
    static void stop() {
        module.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {300, 1, 0, -29})
    void a_token_is_valid_until_its_expiry_plus_the_clock_skew(long secondsLeft) {
        assertAccepted(module, signed(good().claim("exp", NOW + secondsLeft)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-30, -31, -3600})
    void a_token_is_expired_after_its_expiry_plus_the_clock_skew(long secondsLeft) {
        assertRejected(module, signed(good().claim("exp", NOW + secondsLeft)), Rejection.EXPIRED);
    }

    @Test
    void a_token_without_a_valid_expiry_is_expired() {
        assertRejected(module, signed(good().without("exp")), Rejection.EXPIRED);
        assertRejected(module, signed(good().claim("exp", null)), Rejection.EXPIRED);
        assertRejected(module, signed(good().claim("exp", "tomorrow")), Rejection.EXPIRED);
        assertRejected(module, signed(good().claim("exp", Long.MIN_VALUE)), Rejection.EXPIRED);
    }

    @Test
    void an_expiry_may_be_in_the_far_future_or_have_a_fraction() {
        assertAccepted(module, signed(good().claim("exp", Long.MAX_VALUE)));
        assertAccepted(module, signed(good().claim("exp", 1e300)));
        assertAccepted(module, signed(good().claim("exp", NOW + 0.5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "iat"})
    void a_token_from_the_future_beyond_the_clock_skew_is_invalid(String claim) {
        assertAccepted(module, signed(good().claim(claim, NOW + 29)));
        assertRejected(module, signed(good().claim(claim, NOW + 31)), Rejection.INVALID);
        assertRejected(module, signed(good().claim(claim, Long.MAX_VALUE)), Rejection.INVALID);
    }

    @ParameterizedTest
    @FieldSource("NO_SUBJECTS")
    void a_subject_that_cannot_be_stored_counts_as_missing(Object subject) {
        assertRejected(module, signed(good().claim("sub", subject)), Rejection.NO_SUBJECT);
    }

    @Test
    void a_subject_may_have_unusual_characters_and_255_of_them() {
        String unusual = "CN=Ålice/\"O'Neil\";--|\uD83D\uDE00";

        assertThat(callerOf(module, signed(good().claim("sub", unusual))).subject())
                .isEqualTo(new Subject("idp/" + unusual));
        assertAccepted(module, signed(good().claim("sub", "x".repeat(255))));
    }

    @Test
    void the_same_subject_of_two_issuers_gives_two_callers() {
        Subject here = callerOf(module, signed(good().claim("sub", "42"))).subject();
        Subject there = callerOf(module, signed(good().claim("sub", "42").claim("iss", "https://lenient.example.com")))
                .subject();

        assertThat(here).isEqualTo(new Subject("idp/42"));
        assertThat(there).isEqualTo(new Subject("lenient/42"));
    }

    @Test
    void one_of_the_audiences_is_enough() {
        assertAccepted(module, signed(good().claim("aud", "your-api")));
        assertAccepted(module, signed(good().claim("aud", List.of("account", "my-api"))));
        assertRejected(module, signed(good().without("aud")), Rejection.WRONG_AUDIENCE);
        assertRejected(module, signed(good().claim("aud", List.of())), Rejection.WRONG_AUDIENCE);
        assertRejected(module, signed(good().claim("aud", List.of(1, "MY-API"))), Rejection.WRONG_AUDIENCE);
        assertRejected(module, signed(good().claim("aud", "my-api your-api")), Rejection.WRONG_AUDIENCE);
    }

    @Test
    void every_scope_is_required_in_any_of_the_usual_claims() {
        assertAccepted(module, signed(good().claim("scope", "nico  profile openid")));
        assertAccepted(module, signed(good().claim("scope", List.of("openid", "nico"))));
        assertAccepted(module, signed(good().without("scope").claim("scp", List.of("openid", "nico"))));
        assertAccepted(module, signed(good().claim("scope", "openid").claim("scopes", List.of("nico"))));
        assertRejected(module, signed(good().without("scope")), Rejection.MISSING_SCOPE);
        assertRejected(module, signed(good().claim("scope", "openid")), Rejection.MISSING_SCOPE);
        assertRejected(module, signed(good().claim("scope", "openid,nico")), Rejection.MISSING_SCOPE);
        assertRejected(module, signed(good().claim("scope", "openid nico2")), Rejection.MISSING_SCOPE);
    }

    @Test
    void audience_and_scopes_are_not_checked_when_none_are_configured() {
        TokenBuilder token = TokenBuilder.ofAlice().claim("iss", "https://lenient.example.com");

        assertAccepted(module, signed(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://idp.example.com/", "HTTPS://IDP.EXAMPLE.COM", "https://other.example.com", ""})
    void a_token_of_an_unknown_issuer_is_invalid(String issuer) {
        assertRejected(module, signed(good().claim("iss", issuer)), Rejection.INVALID);
    }

    @Test
    void a_token_without_an_issuer_is_invalid() {
        assertRejected(module, signed(good().without("iss")), Rejection.INVALID);
        assertRejected(module, signed(good().claim("iss", List.of(TokenBuilder.ISSUER))), Rejection.INVALID);
    }

    @ParameterizedTest
    @MethodSource("tokensWithTheirFirstFault")
    void a_token_is_rejected_for_its_first_fault(Rejection first, TokenBuilder token, TestKey key) {
        assertRejected(module, token.signedBy(key), first);
    }

    static Stream<Object[]> tokensWithTheirFirstFault() {
        return Stream.of(
                new Object[] {Rejection.INVALID, expired(), OTHER_KEY},
                new Object[] {Rejection.INVALID, expired().claim("nbf", NOW + 60), TestKey.RSA},
                new Object[] {Rejection.EXPIRED, expired(), TestKey.RSA},
                new Object[] {Rejection.NO_SUBJECT, withoutSubject(), TestKey.RSA},
                new Object[] {Rejection.WRONG_AUDIENCE, forAnotherAudience(), TestKey.RSA},
                new Object[] {Rejection.MISSING_SCOPE, withoutScope(), TestKey.RSA},
                new Object[] {Rejection.RESERVED_ORG, inReservedOrg(), TestKey.RSA});
    }

    @Test
    void names_that_cannot_be_stored_are_ignored() {
        TokenBuilder token = good().claim("given_name", "A\u0000")
                .claim("family_name", "\udc00")
                .claim("email", List.of("a@b"));

        assertThat(callerOf(module, signed(token)).profile()).isEqualTo(Profile.EMPTY);
        assertThat(callerOf(module, signed(good().claim("email", "x".repeat(513))))
                        .profile())
                .isEqualTo(Profile.EMPTY);
    }

    @Test
    void names_are_taken_from_the_usual_claims() {
        TokenBuilder token = good().claim("given_name", "Alice")
                .claim("family_name", "Liddell")
                .claim("email", "a@example.com");

        assertThat(callerOf(module, signed(token)).profile())
                .isEqualTo(new Profile("Alice", "Liddell", "a@example.com"));
    }

    private static TokenBuilder good() {
        return TokenBuilder.ofAlice().claim("aud", "my-api").claim("scope", "openid nico");
    }

    private static TokenBuilder inReservedOrg() {
        return good().claim("org", "Acme");
    }

    private static TokenBuilder withoutScope() {
        return inReservedOrg().without("scope");
    }

    private static TokenBuilder forAnotherAudience() {
        return withoutScope().claim("aud", "another-api");
    }

    private static TokenBuilder withoutSubject() {
        return forAnotherAudience().without("sub");
    }

    private static TokenBuilder expired() {
        return withoutSubject().without("exp");
    }

    private static String signed(TokenBuilder token) {
        return token.signedBy(TestKey.RSA);
    }
}
