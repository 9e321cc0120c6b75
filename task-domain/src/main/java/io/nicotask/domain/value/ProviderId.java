package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The id of an Infrastructure Provider.
 *
 * @param value the UUID
 */
public record ProviderId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
