package io.nicotask.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.http.HttpModule.Readiness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadinessProbeTest {

    private static final Duration INSTANT = Duration.ofMillis(1);

    private final Map<String, Long> turns = new HashMap<>(Map.of("work", 1L, "list-counts", 1L));
    private Duration now = Duration.ofHours(1);
    private boolean writable = true;
    private int checks;
    private Duration clockAhead = Duration.ZERO;
    private final ReadinessProbe probe = new ReadinessProbe(
            () -> {
                checks++;
                return writable;
            },
            () -> turns,
            () -> clockAhead,
            () -> now);

    @Test
    void a_server_whose_database_can_be_written_and_whose_loops_turn_is_ready() {
        pass(Duration.ofMinutes(1));

        assertThat(probe.get()).isEqualTo(new Readiness(true, List.of(), Duration.ZERO));
    }

    @Test
    void an_answer_waits_for_no_check() {
        assertThat(probe.get()).isEqualTo(new Readiness(true, List.of(), Duration.ZERO));

        assertThat(checks).isZero();
    }

    @Test
    void a_difference_of_the_clocks_is_shown_and_leaves_the_server_ready() {
        clockAhead = Duration.ofHours(-1);

        assertThat(probe.get()).isEqualTo(new Readiness(true, List.of(), Duration.ofHours(-1)));
    }

    @Test
    void a_failed_check_counts_at_once_and_so_does_the_next_good_one() {
        writable = false;
        assertThat(probe.check(1)).isEmpty();
        boolean afterFailure = probe.get().database();
        writable = true;
        assertThat(probe.check(1)).isEmpty();

        assertThat(afterFailure).isFalse();
        assertThat(probe.get().database()).isTrue();
    }

    @Test
    void a_check_that_hangs_makes_the_server_unready() {
        assertThat(probe.check(1)).isEmpty();

        now = now.plus(ReadinessProbe.CHECK_COUNTS).minus(INSTANT);
        boolean before = probe.get().database();
        now = now.plus(INSTANT);

        assertThat(before).isTrue();
        assertThat(probe.get().database()).isFalse();
    }

    @Test
    void a_loop_that_has_not_turned_for_ten_seconds_is_stuck_until_it_turns() {
        assertThat(probe.get().stuckLoops()).isEmpty();
        now = now.plus(ReadinessProbe.TURNS_WITHIN).minus(INSTANT);
        turns.put("list-counts", 2L);
        List<String> before = probe.get().stuckLoops();
        now = now.plus(INSTANT);

        assertThat(before).isEmpty();
        assertThat(probe.get().stuckLoops()).containsExactly("work");
        turns.put("work", 2L);
        assertThat(probe.get().stuckLoops()).isEmpty();
    }

    @Test
    void a_long_time_without_a_question_is_no_hang() {
        assertThat(probe.get().stuckLoops()).isEmpty();

        now = now.plus(Duration.ofHours(1));
        turns.replaceAll((loop, number) -> number + 1);

        assertThat(probe.get().stuckLoops()).isEmpty();
    }

    /** Lets time pass while the database is checked and the loops turn. */
    private void pass(Duration time) {
        for (Duration end = now.plus(time); now.compareTo(end) < 0; now = now.plus(ReadinessProbe.INTERVAL)) {
            assertThat(probe.check(1)).isEmpty();
            turns.replaceAll((loop, number) -> number + 1);
        }
    }
}
