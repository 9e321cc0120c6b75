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
 * Where a walk has come to, as text for clients to bring back: letters, digits, hyphens and underscores. It is not
 * sealed, as it gives access to nothing: whoever makes one up begins at a place that he made up.
 */
final class Cursor {

    private static final byte FORM = 1;
    private static final int BYTES = 1 + Long.BYTES + 2 * Long.BYTES;

    /** Years of four digits: every database can look for them. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Cursor() {}

    static String text(Position position) {
        UUID id = position.id().value();
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(FORM)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.created()))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The place that the text stands for, or null, for the beginning, when there is none.
     *
     * @throws ErrorResponseException when it is no cursor
     */
    static @Nullable Position read(String text) {
        if (text.isBlank()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(decode(text));
        if (bytes.remaining() != BYTES || bytes.get() != FORM) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
        Instant created = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
        if (created.isBefore(EARLIEST) || created.isAfter(LATEST)) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE_PAGE);
        }
        Position position = new Position(created, new TaskId(new UUID(bytes.getLong(), bytes.getLong())));
        if (!text(position).equals(text)) {
            // Base 64 can be written in more ways than one; ours is the one that we gave.
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
