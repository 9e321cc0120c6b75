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
 * A token taken apart. Nothing of it is to be believed before its signature has been checked.
 *
 * @param header the algorithm and the id of the key, and nothing else: a key that a token itself brings or points to is
 *     no key of its issuer
 * @param claims what it claims
 * @param signed what the signature is over
 * @param signature the signature
 */
record SignedToken(JWSHeader header, TokenClaims claims, String signed, Base64URL signature) {

    /** Longer than any token that the mappings can make use of. */
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

    /** Access tokens and JWTs in general; other types, such as those of log-out, must not pass for one. */
    private static final Set<String> TYPES = Set.of("jwt", "application/jwt", "at+jwt", "application/at+jwt");

    /** The answer to {@link #parse}. */
    sealed interface ParsedToken {

        /**
         * The text is a token whose signature can be checked.
         *
         * @param token the token
         */
        record Signed(SignedToken token) implements ParsedToken {}

        /**
         * The text is no token, or one that is refused whatever its signature.
         *
         * @param reason which of these
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
        Map<String, Object> header = object(parts[0]);
        if (parts.length != PARTS) {
            return new ParsedToken.Refused(Rejection.INVALID);
        }
        TokenClaims claims = new TokenClaims(object(parts[1]));
        return headerOf(header)
                .<ParsedToken>map(accepted ->
                        new ParsedToken.Signed(new SignedToken(accepted, claims, parts[0] + "." + parts[1], parts[2])))
                .orElseGet(() -> new ParsedToken.Refused(Rejection.INVALID));
    }

    /** An extension that must be understood ({@code crit}) is none of those that are. */
    private static Optional<JWSHeader> headerOf(Map<String, Object> header) {
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

    /** Nimbus takes an array of pairs for an object too, and answers null for the text "null". */
    private static Map<String, Object> object(Base64URL part) throws ParseException {
        String json = part.decodeToString();
        if (!json.stripLeading().startsWith("{")) {
            throw new ParseException("Not a JSON object", 0);
        }
        return JSONObjectUtils.parse(json);
    }

    /** The bytes that the signature is over. */
    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.UTF_8);
    }

    /** Says nothing, so that no log can hold a token. */
    @Override
    public String toString() {
        return "SignedToken";
    }
}
