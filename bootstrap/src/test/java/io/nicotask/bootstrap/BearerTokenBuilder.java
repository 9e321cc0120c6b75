package io.nicotask.bootstrap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds tokens, valid and invalid ones. */
final class BearerTokenBuilder {

    static final String ISSUER = "https://idp.example.com";
    static final String AUDIENCE = "nico-api";
    static final String SCOPE = "nico";

    /** The only key that the issuers publish. */
    static final ECKey KEY = newKey("published");

    private static final ECKey UNPUBLISHED_KEY = newKey("strange");

    private final Map<String, Object> claims = new LinkedHashMap<>();

    /** Starts a valid token of alice, who holds the roles in the org. */
    static BearerTokenBuilder of(String org, String... roles) {
        long now = Instant.now().getEpochSecond();
        return new BearerTokenBuilder()
                .claim("iss", ISSUER)
                .claim("sub", "alice")
                .claim("aud", AUDIENCE)
                .claim("scope", SCOPE)
                .claim("exp", now + 600)
                .claim("org", org)
                .claim("roles", List.of(roles));
    }

    static BearerTokenBuilder ofAdmin(String org) {
        return of(org, "PROVIDER_ADMIN");
    }

    BearerTokenBuilder claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    BearerTokenBuilder without(String name) {
        claims.remove(name);
        return this;
    }

    String signed() {
        return signedBy(KEY, KEY.getKeyID());
    }

    /** Signs with an unpublished key. */
    String signedByUnknownKey() {
        return signedBy(UNPUBLISHED_KEY, UNPUBLISHED_KEY.getKeyID());
    }

    /** Signs with an unpublished key, under the id of the published one. */
    String signedByForgedKey() {
        return signedBy(UNPUBLISHED_KEY, KEY.getKeyID());
    }

    /** Signs with the published key as a shared secret (algorithm confusion). */
    String signedByPublicKey() {
        try {
            byte[] secret = KEY.toECPublicKey().getEncoded();
            return signed(new JWSHeader.Builder(JWSAlgorithm.HS256), KEY.getKeyID(), new MACSigner(secret));
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    String unsigned() {
        return new PlainObject(new Payload(claims)).serialize();
    }

    private String signedBy(ECKey key, String keyId) {
        try {
            return signed(new JWSHeader.Builder(JWSAlgorithm.ES256), keyId, new ECDSASigner(key));
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private String signed(JWSHeader.Builder header, String keyId, JWSSigner signer) throws JOSEException {
        JWSObject token = new JWSObject(header.keyID(keyId).build(), new Payload(claims));
        token.sign(signer);
        return token.serialize();
    }

    private static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
