package io.nicotask.domain.access;

import java.util.Locale;

/**
 * The name of an organisation, compared without case: it is kept in lower case.
 *
 * @param value the name, never blank
 */
public record OrgName(String value) {

    public OrgName {
        if (value.isBlank()) {
            throw new IllegalArgumentException("An org name must not be blank");
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
