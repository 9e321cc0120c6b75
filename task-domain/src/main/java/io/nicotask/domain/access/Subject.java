package io.nicotask.domain.access;

/**
 * The identity of a caller as its issuer names it (the claim {@code sub} of RFC 7519, section 4.1.2).
 *
 * @param value the identity, never blank
 */
public record Subject(String value) {

    public Subject {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A subject must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
