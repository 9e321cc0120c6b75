package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The id of a rack.
 *
 * @param value the UUID
 */
public record RackId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
