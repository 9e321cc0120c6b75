package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock of a server that differs from the database's. */
final class ClockComparisonTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Logger LOG = Logger.getLogger(ClockComparison.class.getName());

    private final ClockComparison clocks = new ClockComparison();
    private final List<String> lines = new ArrayList<>();
    private final Handler collector = new Handler() {

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void collect_log_lines() {
        LOG.addHandler(collector);
    }

    @AfterEach
    void stop_collecting() {
        LOG.removeHandler(collector);
    }

    @Test
    void a_difference_is_logged_once_when_it_begins_and_once_when_it_ends() {
        compare(NOW.minusSeconds(3600));
        compare(NOW.minusSeconds(3601));
        compare(NOW);
        compare(NOW);

        assertThat(lines)
                .containsExactly(
                        "WARNING The clock of this process is 3600 s ahead of the database's;"
                                + " synchronize both with a time server",
                        "WARNING The clock of this process and the database's agree again");
    }

    @ParameterizedTest
    @CsvSource({"-6, 6", "-5, 0", "0, 0", "5, 0", "6, -6"})
    void a_difference_of_five_seconds_or_less_does_not_count(long read, long ahead) {
        compare(NOW.plusSeconds(read));

        assertThat(clocks.ahead()).isEqualTo(Duration.ofSeconds(ahead));
    }

    @Test
    void a_late_answer_is_no_difference() {
        clocks.compare(NOW, NOW.plusSeconds(1), NOW.plusSeconds(60));
        clocks.compare(NOW, NOW.plusSeconds(59), NOW.plusSeconds(60));

        assertThat(clocks.ahead()).isZero();
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "-1"})
    void each_claim_compares_the_clock_of_the_server_with_that_of_the_database(int hours) {
        Duration ahead = Duration.ofHours(hours);
        InstantSource wrong = () -> InstantSource.system().instant().plus(ahead);
        try (PersistenceModule module = PersistenceModule.open(PostgresTestServer.emptyDatabase())) {
            Ports ports = module.ports(new ProviderAdminPolicy(module.sites()), RackConflicts.SHARED_COMPONENTS, wrong);

            assertThat(ports.queue().claimDue(List.of(new Slots(Lane.UPKEEP, 1, 1, Map.of()))))
                    .isEmpty();

            assertThat(module.clockAhead()).isCloseTo(ahead, Duration.ofMinutes(1));
        }
    }

    private void compare(Instant read) {
        clocks.compare(NOW, read, NOW);
    }
}
