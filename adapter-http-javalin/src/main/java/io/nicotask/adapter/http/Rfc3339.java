package io.nicotask.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Instants in RFC 3339: formatted for responses in UTC, with at most six digits of fraction and no trailing zeros;
 * parsed from requests with any offset.
 */
final class Rfc3339 {

    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    /** The format of RFC 3339, section 5.6, without leap seconds. */
    private static final Pattern FORMAT = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

    private Rfc3339() {}

    /**
     * Returns the instant, or empty when the text is not one. Rounds up to microseconds, the resolution of the times of
     * tasks, so that the same times are before it.
     */
    static Optional<Instant> parse(String text) {
        Matcher parts = FORMAT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Instant local = LocalDateTime.parse(parts.group(1)).toInstant(ZoneOffset.UTC);
            return Optional.of(local.minus(offset(parts)).plusNanos(999).truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeParseException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Duration offset(Matcher parts) {
        if (parts.group(2) == null) {
            return Duration.ZERO;
        }
        Duration east = Duration.ofHours(Long.parseLong(parts.group(3))).plusMinutes(Long.parseLong(parts.group(4)));
        return parts.group(2).equals("+") ? east : east.negated();
    }

    static String format(Instant instant) {
        return RFC_3339.format(instant);
    }

    static @Nullable String formatOrNull(@Nullable Instant instant) {
        return instant == null ? null : format(instant);
    }
}
