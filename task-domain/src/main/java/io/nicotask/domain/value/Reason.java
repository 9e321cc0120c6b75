package io.nicotask.domain.value;

/**
 * Why a caller requested a change, as free text.
 *
 * @param text at most {@link TextConstraints#MAX_CHARACTERS} characters, without NUL or lone surrogates
 */
public record Reason(String text) {

    public Reason {
        TextConstraints.requireValid(text, "reason");
    }

    @Override
    public String toString() {
        return text;
    }
}
