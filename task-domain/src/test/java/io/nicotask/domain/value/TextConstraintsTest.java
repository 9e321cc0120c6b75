package io.nicotask.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.task.TaskSpec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextConstraintsTest {

    /** One character, two UTF-16 units, four bytes of UTF-8. */
    private static final String ROCKET = "\uD83D\uDE80";

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong rack", "zwei\nZeilen\t\u0007", "\uD83D\uDE80", "\uFFFD", "\uE000"})
    void any_text_that_can_be_stored_is_accepted(String text) {
        assertThat(TextConstraints.problem(text, 512)).isEmpty();
    }

    @Test
    void the_limit_counts_code_points() {
        assertThat(TextConstraints.problem(ROCKET.repeat(512), 512)).isEmpty();
        assertThat(TextConstraints.problem(ROCKET.repeat(513), 512)).contains("size must be between 0 and 512");
        assertThat(TextConstraints.problem("x".repeat(513), 512)).contains("size must be between 0 and 512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\uD83D", "\uDE80", "a\uD83Db", "\uDE80\uD83D", "\uD83D\uD83D\uDE80"})
    void nul_and_lone_surrogates_are_refused(String text) {
        assertThat(TextConstraints.problem(text, 512)).contains("must not contain NUL or a lone surrogate");
    }

    @ParameterizedTest
    @CsvSource({"'no answer', 'no answer'", "'one\ntwo', one", "'one\r\ntwo', one", "'\n  one  \ntwo', one"})
    void an_error_is_its_first_line_that_is_not_blank(String text, String line) {
        assertThat(TextConstraints.errorLine(text)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\n\uD800 \none\ntwo", "\0 one\0\uDC00", "on\uD83De", " \0 one \0 "})
    void an_error_loses_characters_that_cannot_be_stored(String text) {
        assertThat(TextConstraints.errorLine(text)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n\r\n", "\0", " \uD800\n\0 "})
    void a_blank_error_becomes_failed(String text) {
        assertThat(TextConstraints.errorLine(text)).isEqualTo("Failed");
    }

    @Test
    void an_error_of_512_bytes_stays_whole() {
        assertThat(TextConstraints.errorLine("x".repeat(512))).isEqualTo("x".repeat(512));
        assertThat(TextConstraints.errorLine(ROCKET.repeat(128))).isEqualTo(ROCKET.repeat(128));
    }

    @ParameterizedTest
    @CsvSource({"0, 128", "1, 127", "2, 127", "3, 127", "4, 127"})
    void a_longer_error_is_cut_between_characters(int asciiBefore, int rocketsKept) {
        String line = TextConstraints.errorLine("x".repeat(asciiBefore) + ROCKET.repeat(200));

        assertThat(line).isEqualTo("x".repeat(asciiBefore) + ROCKET.repeat(rocketsKept));
        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void reasons_and_descriptions_respect_the_limits() {
        TaskSpec spec = TaskFixtures.aTask().build().spec();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reason("x".repeat(513)))
                .withMessage("reason size must be between 0 and 512");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskSpec(
                        spec.site(), spec.rack(), Operation.INGEST, ComponentSelection.WHOLE_RACK, "\0", null))
                .withMessage("description must not contain NUL or a lone surrogate");
        assertThat(new Reason(ROCKET.repeat(512))).hasToString(ROCKET.repeat(512));
    }
}
