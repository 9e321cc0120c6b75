package io.nicotask.adapter.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** Instants as answers show them: RFC 3339 in UTC, at most six digits of fraction and no trailing zeros. */
final class Times {

    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String text(Instant instant) {
        return RFC_3339.format(instant);
    }

    static @Nullable String textOrNull(@Nullable Instant instant) {
        return instant == null ? null : text(instant);
    }
}
