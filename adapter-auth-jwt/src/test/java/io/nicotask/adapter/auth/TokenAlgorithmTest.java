package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthFixture.assertAccepted;
import static io.nicotask.adapter.auth.AuthFixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures are accepted if the algorithm is allowed and the key matches it in type, size and use. */
final class TokenAlgorithmTest {

    private static final Map<String, TestKey> KEYS = Map.of(
            "RS256", TestKey.RSA,
            "ES256", TestKey.ec("p256", Curve.P_256),
            "ES384", TestKey.ec("p384", Curve.P_384),
            "ES512", TestKey.ec("p521", Curve.P_521),
            "EdDSA", TestKey.ed25519("ed25519"));

    private static final TestKey SHORT = TestKey.rsa("short", 1024);
    private static final TestKey FOR_ENCRYPTION =
            variant(rsa("for-encryption").keyUse(KeyUse.ENCRYPTION).build());
    private static final TestKey FOR_PS256 =
            variant(rsa("for-ps256").algorithm(JWSAlgorithm.PS256).build());

    private static JwksServer server;
    private static AuthModule module;

    @BeforeAll
    static void start() {
        Stream<TestKey> usual = KEYS.values().stream().distinct();
        Stream<TestKey> unusual = Stream.of(SHORT, FOR_ENCRYPTION, FOR_PS256);
        server = JwksServer.publishing(Stream.concat(usual, unusual).toArray(TestKey[]::new));
        module = AuthFixture.ready(AuthFixture.start(AuthFixture.issuer(server.url(), AuthFixture.ACME)));
    }

    @AfterAll
    static void stop() {
        module.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void the_allowed_algorithms_are_accepted_with_and_without_a_key_id(String algorithm) {
        assertAccepted(module, TokenBuilder.ofAlice().signedBy(keyFor(algorithm), algorithm));
        assertAccepted(module, TokenBuilder.ofAlice().signedAnonymouslyBy(keyFor(algorithm), algorithm));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void changed_claims_do_not_match_the_signature(String algorithm) {
        String token = TokenBuilder.ofAlice().signedBy(keyFor(algorithm), algorithm);
        String signature = token.substring(token.lastIndexOf('.'));
        String forged = TokenBuilder.ofAlice()
                        .header("kid", keyFor(algorithm).id())
                        .header("alg", algorithm)
                        .claim("sub", "mallory")
                        .unsigned()
                + signature;

        assertRejected(module, forged, Rejection.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void signatures_of_a_wrong_length_are_invalid(String algorithm) {
        String token = TokenBuilder.ofAlice().signedBy(keyFor(algorithm), algorithm);
        String signed = token.substring(0, token.lastIndexOf('.') + 1);

        assertRejected(module, signed, Rejection.INVALID);
        assertRejected(module, signed + "AA", Rejection.INVALID);
        assertRejected(module, signed + "A".repeat(86), Rejection.INVALID);
        assertRejected(module, token + "AAAA", Rejection.INVALID);
        assertRejected(module, token.substring(0, token.length() - 4), Rejection.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HS256", "ES256K", "Ed25519", "Ed448", "rs256", "RS1", "RSA-OAEP", "dir", "", "None", "NONE"})
    void other_algorithms_are_refused_regardless_of_the_signature(String algorithm) {
        String token = TokenBuilder.ofAlice()
                        .header("alg", algorithm)
                        .header("kid", TestKey.RSA.id())
                        .unsigned() + ".AAAA";

        assertThat(SignedToken.parse(token)).isEqualTo(new SignedToken.ParsedToken.Refused(Rejection.INVALID));
        assertRejected(module, token, Rejection.INVALID);
    }

    @Test
    void an_algorithm_requires_a_key_of_its_type_and_curve() {
        String byP384 = TokenBuilder.ofAlice()
                .header("kid", keyFor("ES384").id())
                .signedAnonymouslyBy(keyFor("ES384"), "ES256");
        String byRsa = TokenBuilder.ofAlice()
                .header("alg", "ES256")
                .header("kid", TestKey.RSA.id())
                .unsigned();

        assertRejected(module, byP384, Rejection.INVALID);
        assertRejected(module, byRsa + "." + TestKey.RSA.sign("RS256", byRsa), Rejection.INVALID);
    }

    @Test
    void a_key_is_used_only_for_its_published_use_and_algorithm() {
        assertRejected(module, TokenBuilder.ofAlice().signedBy(FOR_ENCRYPTION), Rejection.INVALID);
        assertRejected(module, TokenBuilder.ofAlice().signedBy(FOR_PS256, "RS256"), Rejection.INVALID);
        assertAccepted(module, TokenBuilder.ofAlice().signedBy(FOR_PS256, "PS256"));
    }

    @Test
    void a_short_rsa_key_is_not_trusted() {
        assertRejected(module, TokenBuilder.ofAlice().signedBy(SHORT), Rejection.INVALID);
    }

    private static TestKey keyFor(String algorithm) {
        return KEYS.getOrDefault(algorithm, TestKey.RSA);
    }

    private static RSAKey.Builder rsa(String id) {
        return new RSAKey.Builder((RSAPublicKey) TestKey.RSA.pair().getPublic()).keyID(id);
    }

    private static TestKey variant(RSAKey jwk) {
        return new TestKey(TestKey.RSA.pair(), jwk);
    }
}
