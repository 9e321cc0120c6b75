package io.nicotask.adapter.auth;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A token in the making. Its header and claims can be made to say anything. */
final class TokenBuilder {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final String ISSUER = "https://idp.example.com";

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private TokenBuilder() {}

    /** A token of {@link #ISSUER} for alice, good for five minutes from {@link #NOW}. */
    static TokenBuilder ofAlice() {
        return new TokenBuilder()
                .header("typ", "JWT")
                .claim("iss", ISSUER)
                .claim("sub", "alice")
                .claim("iat", NOW.getEpochSecond())
                .claim("exp", NOW.getEpochSecond() + 300);
    }

    TokenBuilder header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    TokenBuilder claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    TokenBuilder without(String name) {
        claims.remove(name);
        return this;
    }

    /** Signed by the key, whose id is in the header. */
    String signedBy(TestKey key) {
        return signedBy(key, key.usualAlgorithm());
    }

    String signedBy(TestKey key, String algorithm) {
        header("kid", key.id());
        return signedAnonymouslyBy(key, algorithm);
    }

    /** Signed by the key, whose id is not in the header unless it was put there. */
    String signedAnonymouslyBy(TestKey key, String algorithm) {
        header("alg", algorithm);
        return unsigned() + "." + key.sign(algorithm, unsigned());
    }

    /** Header and claims without a signature. */
    String unsigned() {
        return part(header) + "." + part(claims);
    }

    /** In ASCII, so that a lone surrogate stays one. */
    private static Base64URL part(Map<String, Object> json) {
        StringBuilder ascii = new StringBuilder();
        JSONObjectUtils.toJSONString(json)
                .chars()
                .forEach(c -> ascii.append(c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c)));
        return Base64URL.encode(ascii.toString());
    }
}
