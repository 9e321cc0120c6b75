package io.nicotask.application.port;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.application.port.RequestContext.RequestOrigin;
import org.junit.jupiter.api.Test;

final class RequestOriginTest {

    @Test
    void what_cannot_be_stored_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RequestOrigin("request\0", ""))
                .withMessage("requestId must not contain NUL or a lone surrogate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RequestOrigin("request-1", "192.0.2.1\0"))
                .withMessage("sourceAddress must not contain NUL or a lone surrogate");
    }
}
