package io.nicotask.adapter.auth;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tokens with an invalid signature. Rejecting one takes the same work as accepting a signed one. */
final class ForgedTokens {

    private ForgedTokens() {}

    /** Returns one token for each of the issuer's keys that has an id; none of them makes the keys reload. */
    static List<String> of(String issuer, List<JWK> keys) {
        return keys.stream()
                .filter(key -> key.getKeyID() != null)
                .flatMap(key -> headerFor(key)
                        .filter(header ->
                                SignatureVerifier.candidateKeys(keys, header).contains(key))
                        .map(header -> token(header, issuer, key))
                        .stream())
                .toList();
    }

    private static Optional<JWSHeader> headerFor(JWK key) {
        return algorithmOf(key)
                .map(algorithm ->
                        new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build());
    }

    private static Optional<JWSAlgorithm> algorithmOf(JWK key) {
        Algorithm declared = key.getAlgorithm();
        if (declared != null) {
            return Optional.of(JWSAlgorithm.parse(declared.getName()));
        }
        return switch (key) {
            case RSAKey rsa -> Optional.of(JWSAlgorithm.RS256);
            case OctetKeyPair pair -> Optional.of(JWSAlgorithm.EdDSA);
            case ECKey ec ->
                Stream.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512)
                        .filter(algorithm -> Curve.forJWSAlgorithm(algorithm).contains(ec.getCurve()))
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static String token(JWSHeader header, String issuer, JWK key) {
        Base64URL claims = new Payload(Map.of("iss", issuer)).toBase64URL();
        return header.toBase64URL() + "." + claims + "." + signatureFor(key);
    }

    /** Has a valid length and range, so that the verifier rejects it only after the full computation. */
    private static Base64URL signatureFor(JWK key) {
        int bytes = (key.size() + Byte.SIZE - 1) / Byte.SIZE;
        byte[] signature = new byte[key instanceof RSAKey ? bytes : 2 * bytes];
        Arrays.fill(signature, (byte) 1);
        return Base64URL.encode(signature);
    }
}
