package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The id of a site.
 *
 * @param value the UUID
 */
public record SiteId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
