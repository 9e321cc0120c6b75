package io.nicotask.adapter.auth;

import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A parsed token. None of it may be trusted until its signature is verified.
 *
 * @param header the algorithm and the key id only: a key that the token itself contains or points to is not trusted
 * @param claims its claims, not verified
 * @param signed the text that the signature covers
 * @param signature the signature
 */
record SignedToken(JWSHeader header, TokenClaims claims, String signed, Base64URL signature) {

    /** Longer than any token that the mappings can use, in characters. */
    private static final int MAX_LENGTH = 16 * 1024;

    private static final int PARTS = 3;

    private static final Map<String, JWSAlgorithm> ALGORITHMS = Stream.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512,
                    JWSAlgorithm.EdDSA)
            .collect(Collectors.toUnmodifiableMap(JWSAlgorithm::getName, Function.identity()));

    /** Access tokens and generic JWTs; tokens of other types, such as logout tokens, must not pass as one. */
    private static final Set<String> TYPES = Set.of("jwt", "application/jwt", "at+jwt", "application/at+jwt");

    /** The result of {@link #parse}. */
    sealed interface ParsedToken {

        /**
         * The text is a token whose signature can be checked.
         *
         * @param token the token
         */
        record Signed(SignedToken token) implements ParsedToken {}

        /**
         * The text is no token, or one that is refused regardless of its signature.
         *
         * @param reason why
         */
        record Refused(Rejection reason) implements ParsedToken {}
    }

    static ParsedToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new ParsedToken.Refused(Rejection.INVALID);
        }
        try {
            return parse(JOSEObject.split(text));
        } catch (ParseException e) {
            return new ParsedToken.Refused(Rejection.NOT_A_TOKEN);
        }
    }

    private static ParsedToken parse(Base64URL[] parts) throws ParseException {
        Map<String, Object> header = parseObject(parts[0]);
        if (parts.length != PARTS) {
            return new ParsedToken.Refused(Rejection.INVALID);
        }
        TokenClaims claims = new TokenClaims(parseObject(parts[1]));
        return acceptedHeader(header)
                .<ParsedToken>map(accepted ->
                        new ParsedToken.Signed(new SignedToken(accepted, claims, parts[0] + "." + parts[1], parts[2])))
                .orElseGet(() -> new ParsedToken.Refused(Rejection.INVALID));
    }

    /** Refuses critical extensions ({@code crit}), since none is supported. */
    private static Optional<JWSHeader> acceptedHeader(Map<String, Object> header) {
        JWSAlgorithm algorithm = header.get("alg") instanceof String name ? ALGORITHMS.get(name) : null;
        Object keyId = header.get("kid");
        boolean acceptable = isType(header.get("typ")) && !header.containsKey("crit") && !header.containsKey("b64");
        if (algorithm == null || !acceptable || !(keyId == null || keyId instanceof String)) {
            return Optional.empty();
        }
        return Optional.of(
                new JWSHeader.Builder(algorithm).keyID((String) keyId).build());
    }

    private static boolean isType(@Nullable Object type) {
        return type == null || (type instanceof String name && TYPES.contains(name.toLowerCase(Locale.ROOT)));
    }

    /** Checks for a JSON object first: Nimbus also accepts an array of pairs, and returns null for the text "null". */
    private static Map<String, Object> parseObject(Base64URL part) throws ParseException {
        String json = part.decodeToString();
        if (!json.stripLeading().startsWith("{")) {
            throw new ParseException("Not a JSON object", 0);
        }
        return JSONObjectUtils.parse(json);
    }

    /** Returns the bytes that the signature covers. */
    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.UTF_8);
    }

    /** Hides the content, so that no log contains a token. */
    @Override
    public String toString() {
        return "SignedToken";
    }
}
