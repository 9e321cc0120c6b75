package io.nicotask.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EpochTest {

    @Test
    void a_later_grant_is_greater() {
        assertThat(new Epoch(10)).isGreaterThan(new Epoch(9)).isEqualByComparingTo(new Epoch(10));
        assertThat(new Epoch(1)).isLessThan(new Epoch(Long.MAX_VALUE)).hasToString("1");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refuses_a_number_below_1(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Epoch(value))
                .withMessage("An epoch is at least 1, not " + value);
    }
}
