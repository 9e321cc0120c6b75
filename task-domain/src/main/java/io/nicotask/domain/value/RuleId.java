package io.nicotask.domain.value;

import java.util.UUID;

/**
 * The id of an operation rule.
 *
 * @param value the UUID
 */
public record RuleId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
