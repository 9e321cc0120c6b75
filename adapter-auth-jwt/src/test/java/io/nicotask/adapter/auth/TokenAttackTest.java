package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthFixture.assertAccepted;
import static io.nicotask.adapter.auth.AuthFixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Authenticated;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that an attacker makes. */
final class TokenAttackTest {

    private static final TestKey EC = TestKey.ec("ec-key", Curve.P_256);
    private static final TestKey ED = TestKey.ed25519("ed-key");

    /** Has the id of a published key, but is another key. */
    private static final TestKey FORGED = TestKey.rsa("rsa-key", 2048);

    private static JwksServer server;
    private static JwksServer otherServer;
    private static AuthModule module;

    @BeforeAll
    static void start() {
        server = JwksServer.publishing(TestKey.RSA, EC, ED);
        otherServer = JwksServer.publishing(FORGED);
        module = AuthFixture.ready(AuthFixture.start(AuthFixture.issuer(server.url(), AuthFixture.ACME)));
    }

    @AfterAll
    static void stop() {
        module.close();
        server.close();
        otherServer.close();
    }

    @Test
    void a_token_without_a_signature_is_invalid() {
        String none = TokenBuilder.ofAlice().header("alg", "none").unsigned();
        String signed = TokenBuilder.ofAlice().signedBy(TestKey.RSA);

        assertRejected(module, none + ".", Rejection.INVALID);
        assertRejected(module, none + "." + TestKey.RSA.sign("RS256", none), Rejection.INVALID);
        assertRejected(module, signed.substring(0, signed.lastIndexOf('.') + 1), Rejection.INVALID);
    }

    @ParameterizedTest
    @MethodSource("formsOfThePublicKey")
    void the_public_key_is_not_accepted_as_a_shared_secret(byte[] secret) throws GeneralSecurityException {
        String unsigned = TokenBuilder.ofAlice()
                .header("alg", "HS256")
                .header("kid", TestKey.RSA.id())
                .unsigned();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        Base64URL signature = Base64URL.encode(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));

        assertRejected(module, unsigned + "." + signature, Rejection.INVALID);
    }

    static Stream<byte[]> formsOfThePublicKey() {
        RSAPublicKey key = (RSAPublicKey) TestKey.RSA.pair().getPublic();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.encode(key.getEncoded()) + "\n-----END PUBLIC KEY-----\n";
        return Stream.of(
                key.getEncoded(),
                pem.getBytes(StandardCharsets.US_ASCII),
                key.getModulus().toByteArray(),
                TestKey.RSA.jwk().toJSONString().getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_wrong_key_with_a_known_id_is_rejected() {
        assertRejected(module, TokenBuilder.ofAlice().signedBy(FORGED), Rejection.INVALID);
        assertRejected(module, TokenBuilder.ofAlice().signedAnonymouslyBy(FORGED, "RS256"), Rejection.INVALID);
    }

    @Test
    void a_key_in_the_token_is_not_used() {
        Map<String, Object> key = FORGED.jwk().toJSONObject();

        assertRejected(module, TokenBuilder.ofAlice().header("jwk", key).signedBy(FORGED), Rejection.INVALID);
        assertRejected(
                module,
                TokenBuilder.ofAlice().header("jwk", key).signedAnonymouslyBy(FORGED, "RS256"),
                Rejection.INVALID);
        assertRejected(
                module, TokenBuilder.ofAlice().header("x5c", List.of("AAAA")).signedBy(FORGED), Rejection.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void a_key_that_the_token_points_to_is_not_fetched(String header) {
        assertRejected(
                module, TokenBuilder.ofAlice().header(header, otherServer.url()).signedBy(FORGED), Rejection.INVALID);

        assertThat(otherServer.requests()).isZero();
    }

    @Test
    void other_header_fields_do_not_affect_a_valid_token() {
        assertAccepted(
                module,
                TokenBuilder.ofAlice()
                        .header("jku", otherServer.url())
                        .header("jwk", "nonsense")
                        .signedBy(TestKey.RSA));

        assertThat(otherServer.requests()).isZero();
    }

    @Test
    void the_signature_of_one_token_does_not_verify_another() {
        String good = TokenBuilder.ofAlice().signedBy(TestKey.RSA);
        String other = TokenBuilder.ofAlice().claim("sub", "mallory").signedBy(TestKey.RSA);
        String swapped = other.substring(0, other.lastIndexOf('.')) + good.substring(good.lastIndexOf('.'));

        assertRejected(module, swapped, Rejection.INVALID);
    }

    @Test
    void a_signature_of_zeros_is_invalid() {
        String unsigned = TokenBuilder.ofAlice()
                .header("alg", "ES256")
                .header("kid", EC.id())
                .unsigned();

        assertRejected(module, unsigned + "." + Base64URL.encode(new byte[64]), Rejection.INVALID);
    }

    @Test
    void critical_extensions_are_refused() {
        assertRejected(
                module,
                TokenBuilder.ofAlice()
                        .header("crit", List.of("exp"))
                        .header("exp", 1)
                        .signedBy(TestKey.RSA),
                Rejection.INVALID);
        assertRejected(
                module, TokenBuilder.ofAlice().header("crit", List.of()).signedBy(TestKey.RSA), Rejection.INVALID);
        assertRejected(
                module,
                TokenBuilder.ofAlice()
                        .header("b64", false)
                        .header("crit", List.of("b64"))
                        .signedBy(TestKey.RSA),
                Rejection.INVALID);
        assertRejected(module, TokenBuilder.ofAlice().header("b64", false).signedBy(TestKey.RSA), Rejection.INVALID);
    }

    @Test
    void an_encrypted_token_is_refused() throws JOSEException {
        EncryptedJWT token = new EncryptedJWT(
                new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM),
                new JWTClaimsSet.Builder()
                        .issuer(TokenBuilder.ISSUER)
                        .subject("alice")
                        .build());
        token.encrypt(new RSAEncrypter((RSAPublicKey) TestKey.RSA.pair().getPublic()));

        assertRejected(module, token.serialize(), Rejection.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "dpop+jwt", "secevent+jwt", "JOSE", ""})
    void a_token_of_another_type_is_not_accepted_as_an_access_token(String type) {
        assertRejected(module, TokenBuilder.ofAlice().header("typ", type).signedBy(TestKey.RSA), Rejection.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+JWT"})
    void the_types_of_access_tokens_are_accepted(String type) {
        assertAccepted(module, TokenBuilder.ofAlice().header("typ", type).signedBy(TestKey.RSA));
    }

    @Test
    void a_key_id_must_be_text() {
        for (Object id : List.of(1, true, List.of("rsa-key"), Map.of())) {
            String token = TokenBuilder.ofAlice().header("kid", id).signedAnonymouslyBy(TestKey.RSA, "RS256");
            assertRejected(module, token, Rejection.INVALID);
        }
    }

    @Test
    void an_oversized_token_is_rejected() {
        String token =
                TokenBuilder.ofAlice().claim("padding", "x".repeat(16 * 1024)).signedBy(TestKey.RSA);

        assertRejected(module, token, Rejection.INVALID);
        assertRejected(module, "x".repeat(16 * 1024 + 1), Rejection.INVALID);
    }

    @Test
    void a_large_token_is_accepted() {
        assertAccepted(
                module,
                TokenBuilder.ofAlice().claim("padding", "x".repeat(11_000)).signedBy(TestKey.RSA));
    }

    @ParameterizedTest
    @MethodSource("malformedJson")
    void malformed_json_is_not_a_token(String json) {
        String part = Base64URL.encode("{\"alg\":\"RS256\"}").toString();
        String malformed = Base64URL.encode(json).toString();

        assertRejected(module, part + "." + malformed + ".AAAA", Rejection.NOT_A_TOKEN);
        assertRejected(module, malformed + "." + part + ".AAAA", Rejection.NOT_A_TOKEN);
    }

    static Stream<String> malformedJson() {
        return Stream.of(
                "", "null", "[]", "1", "\"text\"", "{", "{}{}", "{'a':1}", "{\"a\":1,\"a\":2}", "[".repeat(9_000));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void no_change_of_a_single_character_authenticates_another_caller(TestKey key) {
        String token = TokenBuilder.ofAlice().signedBy(key);
        Authentication original = module.authenticator().authenticate(token);

        for (int i = 0; i < token.length(); i++) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            String attempt = token.substring(0, i) + changed + token.substring(i + 1);
            Authentication authentication = module.authenticator().authenticate(attempt);
            // The last character of a part has unused bits.
            assertThat(authentication)
                    .satisfiesAnyOf(
                            rejected -> assertThat(rejected).isNotInstanceOf(Authenticated.class),
                            unchanged -> assertThat(unchanged).isEqualTo(original));
        }
    }

    static Stream<TestKey> keys() {
        return Stream.of(TestKey.RSA, EC, ED);
    }
}
