package io.nicotask.adapter.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/** Verifies the signatures of tokens. */
final class SignatureVerifier {

    /** The shortest RSA key that is trusted, in bits (RFC 7518, section 3.3). */
    private static final int MIN_RSA_BITS = 2048;

    /** The most keys that are tried for a token without a key id. */
    private static final int MAX_TRIED = 16;

    /** The bytes before the 32 bytes of an Ed25519 key in its X.509 encoding (RFC 8410, section 4). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private SignatureVerifier() {}

    /** Returns those of the keys that may have signed a token with this header, by id, type, curve and use. */
    static List<JWK> candidateKeys(List<JWK> keys, JWSHeader header) {
        JWKMatcher matcher = matcherOf(header);
        return keys.stream().filter(matcher::matches).limit(MAX_TRIED).toList();
    }

    private static JWKMatcher matcherOf(JWSHeader header) {
        JWSAlgorithm algorithm = header.getAlgorithm();
        JWKMatcher.Builder matcher = new JWKMatcher.Builder()
                .keyType(KeyType.forAlgorithm(algorithm))
                .keyID(header.getKeyID())
                .keyUses(KeyUse.SIGNATURE, null)
                .algorithms(algorithm, null);
        if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
            return matcher.minKeySize(MIN_RSA_BITS).build();
        }
        return JWSAlgorithm.EdDSA.equals(algorithm)
                ? matcher.curve(Curve.Ed25519).build()
                : matcher.curves(Curve.forJWSAlgorithm(algorithm)).build();
    }

    /** Returns whether one of the keys, each of which must match the token's header, has signed the token. */
    static boolean verify(SignedToken token, List<JWK> keys) {
        return keys.stream().anyMatch(key -> verifies(token, key));
    }

    private static boolean verifies(SignedToken token, JWK key) {
        try {
            return switch (key) {
                case RSAKey rsa ->
                    new RSASSAVerifier(rsa).verify(token.header(), token.signedBytes(), token.signature());
                case ECKey ec -> new ECDSAVerifier(ec).verify(token.header(), token.signedBytes(), token.signature());
                case OctetKeyPair pair -> verifies(token, pair);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException e) {
            // The key is malformed. The token is not at fault, but it is not verified either.
            return false;
        }
    }

    /** Verifies with the JDK: Nimbus needs another library for Ed25519. */
    private static boolean verifies(SignedToken token, OctetKeyPair key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publicKeyOf(key));
        signature.update(token.signedBytes());
        try {
            return signature.verify(token.signature().decode());
        } catch (SignatureException malformed) {
            return false;
        }
    }

    private static PublicKey publicKeyOf(OctetKeyPair key) throws GeneralSecurityException {
        byte[] x = key.getDecodedX();
        byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
