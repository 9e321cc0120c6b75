package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The identifier of an Operation Rule.
 *
 * @param value the UUID
 */
public record RuleId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
