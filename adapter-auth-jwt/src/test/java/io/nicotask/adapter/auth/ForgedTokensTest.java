package io.nicotask.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.nicotask.adapter.auth.SignedToken.ParsedToken;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens for warm-up: every kind of key gets one to reject, and none causes a request to the issuer. */
final class ForgedTokensTest {

    private static final TestKey[] KEYS = {
        TestKey.RSA,
        TestKey.ec("p256", Curve.P_256),
        TestKey.ec("p384", Curve.P_384),
        TestKey.ec("p521", Curve.P_521),
        TestKey.ed25519("ed25519"),
        variant(rsa("for-ps256").algorithm(JWSAlgorithm.PS256).build())
    };

    private static final TestKey[] UNUSABLE = {
        TestKey.rsa("short", 1024),
        variant(rsa("for-encryption").keyUse(KeyUse.ENCRYPTION).build()),
        variant(rsa(null).build())
    };

    @Test
    void each_usable_key_gets_a_token_that_it_rejects() {
        for (TestKey key : KEYS) {
            List<String> tokens = ForgedTokens.of(TokenBuilder.ISSUER, List.of(key.jwk()));

            assertThat(tokens).hasSize(1).allSatisfy(token -> {
                SignedToken parsed = ((ParsedToken.Signed) SignedToken.parse(token)).token();
                List<JWK> candidates = SignatureVerifier.candidateKeys(List.of(key.jwk()), parsed.header());
                assertThat(candidates).containsExactly(key.jwk());
                assertThat(SignatureVerifier.verify(parsed, candidates)).isFalse();
            });
        }
    }

    @Test
    void unusable_keys_get_no_token() {
        for (TestKey key : UNUSABLE) {
            assertThat(ForgedTokens.of(TokenBuilder.ISSUER, List.of(key.jwk()))).isEmpty();
        }
    }

    @Test
    void forged_tokens_are_rejected_without_a_request_to_the_issuer() {
        try (JwksServer server = JwksServer.publishing(KEYS);
                AuthModule module =
                        AuthFixture.ready(AuthFixture.start(AuthFixture.issuer(server.url(), AuthFixture.ACME)))) {
            int before = server.requests();

            module.warmUp();

            for (TestKey key : KEYS) {
                ForgedTokens.of(TokenBuilder.ISSUER, List.of(key.jwk()))
                        .forEach(token -> AuthFixture.assertRejected(module, token, Rejection.INVALID));
            }
            assertThat(server.requests()).isEqualTo(before);
        }
    }

    private static RSAKey.Builder rsa(String id) {
        return new RSAKey.Builder((RSAPublicKey) TestKey.RSA.pair().getPublic()).keyID(id);
    }

    private static TestKey variant(JWK jwk) {
        return new TestKey(TestKey.RSA.pair(), jwk);
    }
}
