package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UnconfirmedStopAlarmTest {

    private final RelayFixture fixture = new RelayFixture();
    private final WorkDispatcher alarm = Dispatchers.upkeep(fixture.ports, fixture.engine);
    private final LogLines log = new LogLines(UnconfirmedStopAlarm.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void each_stop_that_is_not_confirmed_in_time_is_logged_once() {
        TaskId first = fixture.running(1);
        TaskId second = fixture.running(2);
        fixture.engine.goAway(fixture.site);
        List.of(first, second).forEach(task -> {
            fixture.cancel(task);
            fixture.runDue(fixture.relay());
        });

        raiseAlerts();
        List<String> before = log.lines();
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusNanos(1));
        raiseAlerts();
        raiseAlerts();

        assertThat(before).isEmpty();
        assertThat(log.lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("WARNING The stop of task "))
                .allMatch(line -> line.contains("needs attention: Not confirmed in time: The engine of site"))
                .allMatch(line -> line.contains("tried 1 times"))
                .anyMatch(line -> line.contains(first.toString()))
                .anyMatch(line -> line.contains(second.toString()));
    }

    @Test
    void the_time_until_an_alert_can_be_set() {
        RelayFixture impatient = new RelayFixture(Duration.ofSeconds(2));
        TaskId task = impatient.running(1);
        impatient.engine.goAway(impatient.site);
        impatient.cancel(task);
        impatient.clock.tick(Duration.ofSeconds(3));

        Dispatchers.runDue(Dispatchers.upkeep(impatient.ports, impatient.engine));

        assertThat(log.lines()).singleElement().asString().contains(task.toString());
        assertThat(impatient.stopOf(task)).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void a_stop_that_needs_attention_later_is_checked_until_then_and_a_confirmed_one_no_more() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);
        fixture.runDue(fixture.relay());
        fixture.clock.tick(RackLeases.DURATION);
        fixture.reconcileRacks();

        fixture.clock.tick(Stop.ATTENTION_AFTER);
        raiseAlerts();
        fixture.clock.tick(Duration.ofHours(1));

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
        assertThat(alarm.claimDue(10)).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    private void raiseAlerts() {
        Dispatchers.runDue(alarm);
    }
}
