package io.nicotask.adapter.auth;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;

/**
 * A key of an issuer. It signs with the JDK only, so that the signatures are independent of the code under test.
 *
 * @param pair the private and the public key
 * @param jwk the public key as it is published
 */
record TestKey(KeyPair pair, JWK jwk) {

    /** RSA keys are slow to generate, so most tests share this one. */
    static final TestKey RSA = rsa("rsa-key", 2048);

    static TestKey rsa(String id, int bits) {
        return unchecked(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            return new TestKey(
                    pair,
                    new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                            .keyID(id)
                            .build());
        });
    }

    static TestKey ec(String id, Curve curve) {
        return unchecked(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(curve.toECParameterSpec());
            KeyPair pair = generator.generateKeyPair();
            return new TestKey(
                    pair,
                    new ECKey.Builder(curve, (ECPublicKey) pair.getPublic())
                            .keyID(id)
                            .build());
        });
    }

    static TestKey ed25519(String id) {
        return unchecked(() -> {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            Base64URL x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            return new TestKey(
                    pair, new OctetKeyPair.Builder(Curve.Ed25519, x).keyID(id).build());
        });
    }

    /** Returns the key set that an issuer with these keys publishes. */
    static String published(TestKey... keys) {
        return new JWKSet(Arrays.stream(keys).map(TestKey::jwk).toList()).toString();
    }

    /** Returns a P-256 key including its private key, which no issuer should publish. */
    String privateJwk() {
        return new ECKey.Builder((ECKey) jwk)
                .privateKey((ECPrivateKey) pair.getPrivate())
                .build()
                .toJSONString();
    }

    String id() {
        return jwk.getKeyID();
    }

    /** Returns the algorithm for a key of this type in tests where the algorithm does not matter. */
    String usualAlgorithm() {
        return switch (jwk) {
            case RSAKey rsa -> "RS256";
            case ECKey ec -> "ES256";
            default -> "EdDSA";
        };
    }

    Base64URL sign(String algorithm, String content) {
        return unchecked(() -> {
            Signature signature = signatureOf(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.UTF_8));
            return Base64URL.encode(signature.sign());
        });
    }

    private static Signature signatureOf(String algorithm) throws GeneralSecurityException {
        String bits = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            case "PS" -> {
                Signature signature = Signature.getInstance("RSASSA-PSS");
                MGF1ParameterSpec mask = new MGF1ParameterSpec("SHA-" + bits);
                signature.setParameter(
                        new PSSParameterSpec("SHA-" + bits, "MGF1", mask, Integer.parseInt(bits) / 8, 1));
                yield signature;
            }
            default -> Signature.getInstance("Ed25519");
        };
    }

    private interface SecurityCall<T> {
        T call() throws GeneralSecurityException;
    }

    private static <T> T unchecked(SecurityCall<T> call) {
        try {
            return call.call();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
