package io.nicotask.domain.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The name of an organisation. Names are compared without regard to case: the value is in lower case.
 *
 * @param value the name, never blank
 */
public record OrgName(String value) {

    /**
     * The only character outside ASCII whose lower case is an ASCII letter. It is not converted: two names that are
     * distinct for an issuer must stay distinct.
     */
    private static final String KELVIN_SIGN = "\u212a";

    public OrgName {
        if (value.isBlank()) {
            throw new IllegalArgumentException("An org name must not be blank");
        }
        value = Arrays.stream(value.split(KELVIN_SIGN, -1))
                .map(part -> part.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(KELVIN_SIGN));
    }

    @Override
    public String toString() {
        return value;
    }
}
