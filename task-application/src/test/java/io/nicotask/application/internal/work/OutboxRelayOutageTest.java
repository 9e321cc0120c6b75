package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The relay while the engine of a site does not answer. */
final class OutboxRelayOutageTest {

    private static final int MANY = 20;

    private final RelayFixture fixture = new RelayFixture();
    private final WorkDispatcher relay = fixture.relay();

    @Test
    void probes_with_one_entry_at_a_time_and_a_pause_between() {
        stopsDuringAnOutage();

        List<Runnable> atOnce = relay.claimDue(100);
        fixture.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        List<Runnable> afterAPause = relay.claimDue(100);
        List<Runnable> meanwhile = relay.claimDue(100);

        assertThat(atOnce).isEmpty();
        assertThat(afterAPause).hasSize(1);
        assertThat(meanwhile).isEmpty();
    }

    @Test
    void probes_with_another_entry_each_time() {
        List<TaskId> tasks = stopsDuringAnOutage();

        for (int i = 1; i < MANY; i++) {
            fixture.clock.tick(CircuitBreaker.PROBE_INTERVAL);
            fixture.runDue(relay);
        }

        assertThat(tasks).filteredOn(task -> lastCauseOf(task) != null).hasSizeGreaterThan(MANY / 4);
    }

    @Test
    void delivers_all_entries_once_a_probe_succeeds() {
        List<TaskId> tasks = stopsDuringAnOutage();

        fixture.engine.comeBack(fixture.site);
        fixture.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        fixture.runDue(relay);
        fixture.runDue(relay);

        assertThat(tasks).allMatch(task -> fixture.stopOf(task) == StopStatus.CONFIRMED);
    }

    @Test
    void delivers_for_other_sites_as_before() {
        IntStream.range(0, MANY).forEach(number -> fixture.submittedWhereThereIsNoEngine(100 + number));
        fixture.runDue(relay);
        List<TaskId> here =
                IntStream.range(0, MANY).mapToObj(fixture::submitted).toList();

        fixture.runDue(relay);

        assertThat(fixture.engine.started(fixture.site)).containsExactlyInAnyOrderElementsOf(here);
    }

    @Test
    void does_not_deliver_immediately_while_the_circuit_is_open() {
        List<TaskId> tasks = stopsDuringAnOutage();

        relay.stop(new TaskView(fixture.task(tasks.getLast()), StopStatus.REQUESTED));

        assertThat(relay.takeClaimed()).isEmpty();
    }

    @Test
    void an_engine_that_is_away_for_long_fails_no_task() {
        fixture.engine.goAway(fixture.site);
        List<TaskId> tasks =
                IntStream.range(0, MANY).mapToObj(fixture::submitted).toList();
        relay.claimDue(1).forEach(Runnable::run);

        fixture.clock.tick(Duration.ofHours(1));
        fixture.runDue(relay);
        fixture.engine.comeBack(fixture.site);
        fixture.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        fixture.runDue(relay);

        assertThat(tasks).allMatch(task -> fixture.task(task).status() == TaskStatus.PENDING);
        assertThat(fixture.engine.started(fixture.site)).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void ten_minutes_of_tries_fail_no_pending_task() {
        fixture.engine.goAway(fixture.site);
        List<TaskId> tasks =
                IntStream.range(0, MANY).mapToObj(fixture::submitted).toList();
        Instant end = fixture.clock.instant().plus(Duration.ofMinutes(10));

        while (fixture.clock.instant().isBefore(end)) {
            fixture.runDue(relay);
            fixture.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        }

        assertThat(tasks).allMatch(task -> fixture.task(task).status() == TaskStatus.PENDING);
    }

    /** The first of the stops has been tried. */
    private List<TaskId> stopsDuringAnOutage() {
        List<TaskId> tasks = IntStream.range(0, MANY).mapToObj(fixture::running).toList();
        fixture.engine.goAway(fixture.site);
        tasks.forEach(fixture::cancel);
        relay.claimDue(1).forEach(Runnable::run);
        return tasks;
    }

    private String lastCauseOf(TaskId task) {
        return fixture.lastCause(task);
    }
}
