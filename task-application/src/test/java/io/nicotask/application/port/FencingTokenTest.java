package io.nicotask.application.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.application.port.RackHardware.FencingToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FencingTokenTest {

    @Test
    void a_later_token_is_greater() {
        assertThat(new FencingToken(10)).isGreaterThan(new FencingToken(9)).isEqualByComparingTo(new FencingToken(10));
        assertThat(new FencingToken(1))
                .isLessThan(new FencingToken(Long.MAX_VALUE))
                .hasToString("1");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refuses_a_number_below_1(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FencingToken(value))
                .withMessage("A fencing token is at least 1, not " + value);
    }
}
