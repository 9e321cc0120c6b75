package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EngineCircuitBreakersTest {

    private static final SiteId EAST = new SiteId(new UUID(0, 1));
    private static final SiteId WEST = new SiteId(new UUID(0, 2));
    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final EngineCircuitBreakers breakers = new EngineCircuitBreakers(clock);

    @Test
    void the_circuit_of_a_site_opens_when_its_engine_does_not_answer() {
        fail(EAST);

        assertThat(breakers.probedSites()).containsExactly(EAST);
        assertThat(breakers.permitsCall(EAST)).isFalse();
        assertThat(breakers.permitsCall(WEST)).isTrue();
        clock.tick(CircuitBreaker.PROBE_INTERVAL);
        assertThat(breakers.permitsCall(EAST)).isTrue();
    }

    @Test
    void only_one_probe_is_under_way_at_a_time() {
        fail(EAST);
        clock.tick(CircuitBreaker.PROBE_INTERVAL);

        breakers.call(EAST, () -> {
            assertThat(breakers.permitsCall(EAST)).isFalse();
            return answer();
        });
    }

    @Test
    void the_first_answer_closes_the_circuit() {
        fail(EAST);

        assertThat(breakers.call(EAST, EngineCircuitBreakersTest::answer)).isEqualTo("answer");

        assertThat(breakers.probedSites()).isEmpty();
        assertThat(breakers.permitsCall(EAST)).isTrue();
    }

    @Test
    void a_failure_does_not_open_the_circuit_if_another_call_succeeded_meanwhile() {
        assertThatThrownBy(() ->
                        breakers.call(EAST, () -> breakers.call(EAST, EngineCircuitBreakersTest::answer) + noAnswer()))
                .isInstanceOf(WorkflowEngineUnavailable.class);

        assertThat(breakers.probedSites()).isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_does_not_delay_the_probe() {
        fail(EAST);

        clock.tick(Duration.ofHours(-1));

        assertThat(breakers.permitsCall(EAST)).isTrue();
    }

    private void fail(SiteId site) {
        assertThatThrownBy(() -> breakers.call(site, EngineCircuitBreakersTest::noAnswer))
                .isInstanceOf(WorkflowEngineUnavailable.class);
    }

    private static String answer() {
        return "answer";
    }

    private static String noAnswer() {
        throw new WorkflowEngineUnavailable("planted");
    }
}
