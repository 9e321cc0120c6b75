package io.nicotask.domain.value;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** Limits on free text from clients, workers and hardware. */
public final class TextConstraints {

    /** The maximum length of a reason or description, in characters (Unicode code points). */
    public static final int MAX_CHARACTERS = 512;

    /** The maximum length of an error text, in bytes of UTF-8. */
    public static final int MAX_ERROR_BYTES = 512;

    private TextConstraints() {}

    /**
     * Returns what is wrong with the text, or empty when it can be stored and returned unchanged. NUL and lone
     * surrogates cannot: PostgreSQL rejects NUL, and UTF-8 cannot encode a lone surrogate.
     */
    public static Optional<String> problem(String text, int maxCharacters) {
        if (text.codePointCount(0, text.length()) > maxCharacters) {
            return Optional.of("size must be between 0 and " + maxCharacters);
        }
        return text.codePoints().anyMatch(TextConstraints::isUnstorable)
                ? Optional.of("must not contain NUL or a lone surrogate")
                : Optional.empty();
    }

    /**
     * Returns the first line of an error text that is not blank, without characters that cannot be stored, truncated to
     * {@link #MAX_ERROR_BYTES} bytes; {@code Failed} when every line is blank.
     */
    public static String errorLine(String text) {
        return text.lines()
                .map(line -> withoutUnstorable(line).strip())
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(TextConstraints::truncate)
                .orElse("Failed");
    }

    public static String requireValid(String text, String what) {
        problem(Objects.requireNonNull(text, what), MAX_CHARACTERS).ifPresent(problem -> {
            throw new IllegalArgumentException(what + " " + problem);
        });
        return text;
    }

    private static String withoutUnstorable(String text) {
        return text.codePoints()
                .filter(codePoint -> !isUnstorable(codePoint))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String truncate(String line) {
        int end = 0;
        int bytes = 0;
        while (end < line.length()) {
            String character = Character.toString(line.codePointAt(end));
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_ERROR_BYTES) {
                break;
            }
            end += character.length();
        }
        return line.substring(0, end);
    }

    private static boolean isUnstorable(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
