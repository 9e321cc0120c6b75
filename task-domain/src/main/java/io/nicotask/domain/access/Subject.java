package io.nicotask.domain.access;

import io.nicotask.domain.value.TextConstraints;

/**
 * The identity of a caller: the same in all its tokens, and different from that of every other caller. The claim
 * {@code sub} (RFC 7519, section 4.1.2) is unique per issuer only; the code that creates a subject from it must make it
 * unique across issuers.
 *
 * @param value the identity, never blank; it can be {@linkplain TextConstraints#problem stored}
 */
public record Subject(String value) {

    public Subject {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A subject must not be blank");
        }
        TextConstraints.problem(value, Integer.MAX_VALUE).ifPresent(problem -> {
            throw new IllegalArgumentException("A subject " + problem);
        });
    }

    @Override
    public String toString() {
        return value;
    }
}
