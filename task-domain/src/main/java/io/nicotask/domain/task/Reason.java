package io.nicotask.domain.task;

/**
 * Why somebody asked for a change, in their own words.
 *
 * @param text at most {@link Text#MAX_CHARACTERS} characters, without NUL or lone surrogates
 */
public record Reason(String text) {

    public Reason {
        Text.checked(text, "reason");
    }

    @Override
    public String toString() {
        return text;
    }
}
