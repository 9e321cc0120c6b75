package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The id of a task.
 *
 * @param value the UUID
 */
public record TaskId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
