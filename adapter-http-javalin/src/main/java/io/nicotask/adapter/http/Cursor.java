package io.nicotask.adapter.http;

import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.domain.value.TaskId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the position of a slice as a text of letters, digits, hyphens and underscores, for clients to send back. The
 * text is not signed, because it grants no access: a made-up cursor only starts at a made-up position.
 */
final class Cursor {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Long.BYTES + 2 * Long.BYTES;

    /** The years with four digits, which every database supports. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Cursor() {}

    static String text(Position position) {
        UUID id = position.id().value();
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.created()))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Returns the position, or null, for the beginning, when the text is blank.
     *
     * @throws ErrorResponseException when the text is not a cursor
     */
    static @Nullable Position read(String text) {
        if (text.isBlank()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(decode(text));
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
        Instant created = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
        if (created.isBefore(EARLIEST) || created.isAfter(LATEST)) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
        Position position = new Position(created, new TaskId(new UUID(bytes.getLong(), bytes.getLong())));
        if (!text(position).equals(text)) {
            // Base64 has several encodings of the same bytes; only the one that we return is valid.
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
        return position;
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
    }
}
