package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The id of a component of a rack: a tray, a switch, a shelf.
 *
 * @param value the id
 */
public record ComponentId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
