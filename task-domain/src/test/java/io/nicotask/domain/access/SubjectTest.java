package io.nicotask.domain.access;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.access.Caller.Subject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubjectTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "jane\0", "jane\ud800"})
    void a_subject_that_is_blank_or_cannot_be_stored_is_refused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subject(value))
                .withMessageStartingWith("A subject must not ");
    }
}
