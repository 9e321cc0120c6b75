package io.nicotask.application.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.access.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class OutagesTest {

    private static final SiteId EAST = new SiteId(new UUID(0, 1));
    private static final SiteId WEST = new SiteId(new UUID(0, 2));
    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final Outages outages = new Outages(clock);

    @Test
    void a_site_whose_engine_does_not_answer_is_left_alone_for_a_while() {
        fail(EAST);

        assertThat(outages.away()).containsExactly(EAST);
        assertThat(outages.mayAsk(EAST)).isFalse();
        assertThat(outages.mayAsk(WEST)).isTrue();
        clock.tick(SiteAnswers.PAUSE);
        assertThat(outages.mayAsk(EAST)).isTrue();
    }

    @Test
    void while_somebody_finds_out_nobody_else_asks() {
        fail(EAST);
        clock.tick(SiteAnswers.PAUSE);

        outages.asking(EAST);

        assertThat(outages.mayAsk(EAST)).isFalse();
    }

    @Test
    void the_first_answer_ends_the_outage() {
        fail(EAST);

        assertThat(outages.ask(EAST, OutagesTest::answer)).isEqualTo("answer");

        assertThat(outages.away()).isEmpty();
        assertThat(outages.mayAsk(EAST)).isTrue();
    }

    @Test
    void a_call_that_fails_while_others_are_answered_is_no_outage() {
        assertThatThrownBy(() -> outages.ask(EAST, () -> outages.ask(EAST, OutagesTest::answer) + noAnswer()))
                .isInstanceOf(WorkflowEngineUnavailable.class);

        assertThat(outages.away()).isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_keeps_nobody_waiting() {
        fail(EAST);

        clock.tick(Duration.ofHours(-1));

        assertThat(outages.mayAsk(EAST)).isTrue();
    }

    private void fail(SiteId site) {
        assertThatThrownBy(() -> outages.ask(site, OutagesTest::noAnswer))
                .isInstanceOf(WorkflowEngineUnavailable.class);
    }

    private static String answer() {
        return "answer";
    }

    private static String noAnswer() {
        throw new WorkflowEngineUnavailable("planted");
    }
}
