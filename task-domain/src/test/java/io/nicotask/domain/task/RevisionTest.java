package io.nicotask.domain.task;

import static io.nicotask.domain.task.TaskFixtures.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevisionTest {

    @Test
    void the_first_revision_is_version_1_and_updated_at_its_creation() {
        assertThat(Revision.first(SUBMITTED)).isEqualTo(new Revision(SUBMITTED, SUBMITTED, 1));
    }

    @Test
    void the_next_revision_keeps_the_creation_time() {
        Revision next = Revision.first(SUBMITTED).next(SUBMITTED.plusSeconds(1));

        assertThat(next).isEqualTo(new Revision(SUBMITTED, SUBMITTED.plusSeconds(1), 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refuses_a_version_below_1(long version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Revision(SUBMITTED, SUBMITTED, version))
                .withMessageContaining("at least 1");
    }

    @Test
    void refuses_a_change_before_the_creation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Revision(SUBMITTED, SUBMITTED.minusNanos(1), 1))
                .withMessageContaining("before it was created");
    }
}
