package io.nicotask.domain.access;

/**
 * The identity of a caller, the same in all its tokens and no other caller's. What an issuer calls a caller (the claim
 * {@code sub} of RFC 7519, section 4.1.2) is unique for that issuer only; whoever makes a subject of it sees to the rest.
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
