package io.nicotask.adapter.auth;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds tokens with any header and claims. */
final class TokenBuilder {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final String ISSUER = "https://idp.example.com";

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private TokenBuilder() {}

    /** Returns a builder for a token of {@link #ISSUER} for alice, valid for five minutes from {@link #NOW}. */
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

    /** Returns the token, signed by the key, with the key's id in the header. */
    String signedBy(TestKey key) {
        return signedBy(key, key.usualAlgorithm());
    }

    String signedBy(TestKey key, String algorithm) {
        header("kid", key.id());
        return signedAnonymouslyBy(key, algorithm);
    }

    /** Returns the token, signed by the key, without adding the key's id to the header. */
    String signedAnonymouslyBy(TestKey key, String algorithm) {
        header("alg", algorithm);
        return unsigned() + "." + key.sign(algorithm, unsigned());
    }

    /** Returns header and claims without a signature. */
    String unsigned() {
        return part(header) + "." + part(claims);
    }

    /** Encodes in ASCII, so that a lone surrogate is preserved. */
    private static Base64URL part(Map<String, Object> json) {
        StringBuilder ascii = new StringBuilder();
        JSONObjectUtils.toJSONString(json)
                .chars()
                .forEach(c -> ascii.append(c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c)));
        return Base64URL.encode(ascii.toString());
    }
}
