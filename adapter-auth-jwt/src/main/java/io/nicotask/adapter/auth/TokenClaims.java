package io.nicotask.adapter.auth;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token. A claim of another type than the requested one counts as missing.
 *
 * @param values the claims by name
 */
record TokenClaims(Map<String, Object> values) {

    /** Seconds since 1970, further ahead than any real clock; keeps arithmetic on instants from overflowing. */
    private static final long MAX_EPOCH_SECONDS = 1L << 40;

    /** Returns the text at the path. */
    Optional<String> text(String path) {
        return at(values, path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns the instant at the path, given in seconds since 1970 (a NumericDate of RFC 7519, section 2). */
    Optional<Instant> instant(String path) {
        return at(values, path) instanceof Number seconds
                ? Optional.of(
                        Instant.ofEpochSecond(Math.clamp(seconds.longValue(), -MAX_EPOCH_SECONDS, MAX_EPOCH_SECONDS)))
                : Optional.empty();
    }

    /** Returns the texts of the array at the path, or the single text there. */
    List<String> list(String path) {
        Object value = at(values, path);
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof List<?> array
                ? array.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** Returns the texts of the array at the path, or the parts of the text there. */
    List<String> textsAt(String path, Pattern separator) {
        return text(path)
                .map(text -> separator
                        .splitAsStream(text)
                        .filter(part -> !part.isEmpty())
                        .toList())
                .orElseGet(() -> list(path));
    }

    /** Names may contain dots, so at each level the longest name that exists is followed first. */
    private static @Nullable Object at(Map<?, ?> object, String path) {
        Object whole = object.get(path);
        if (whole != null) {
            return whole;
        }
        for (int dot = path.lastIndexOf('.'); dot >= 0; dot = path.lastIndexOf('.', dot - 1)) {
            if (object.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                Object found = at(inner, path.substring(dot + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
