package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The id of a component of a rack: a tray, a switch or a shelf.
 *
 * @param value the UUID
 */
public record ComponentId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
