package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The relay while the engine of a site replies, but looks into another namespace than that of the site's workflows. */
final class OutboxRelayWrongNamespaceTest {

    private static final int MANY = 20;

    private final RelayFixture fixture = new RelayFixture();
    private final WorkDispatcher relay = fixture.relay();

    @Test
    void retries_are_probes_with_one_entry_at_a_time_and_a_pause_between() {
        stopsInAnotherNamespace();

        List<Runnable> atOnce = relay.claimDue(100);
        fixture.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        List<Runnable> probe = relay.claimDue(100);
        probe.forEach(Runnable::run);
        List<Runnable> beforeItsConfirmation = relay.claimDue(100);
        fixture.runDue(relay);
        List<Runnable> afterwards = relay.claimDue(100);

        assertThat(atOnce).isEmpty();
        assertThat(probe).hasSize(1);
        assertThat(beforeItsConfirmation).isEmpty();
        assertThat(afterwards).isEmpty();
    }

    @Test
    void a_new_stop_does_not_wait_for_a_probe() {
        TaskId last = stopsInAnotherNamespace().getLast();

        relay.stop(new TaskView(fixture.task(last), StopStatus.REQUESTED));

        assertThat(relay.takeClaimed()).hasSize(1);
    }

    @Test
    void all_stops_are_delivered_once_the_namespace_is_right() {
        List<TaskId> tasks = stopsInAnotherNamespace();

        fixture.engine.withSite(fixture.site, "default", false);
        fixture.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        fixture.runDue(relay);
        fixture.runDue(relay);

        assertThat(tasks).allMatch(task -> fixture.stopOf(task) == StopStatus.CONFIRMED);
    }

    /** The first of the stops has been tried. */
    private List<TaskId> stopsInAnotherNamespace() {
        List<TaskId> tasks = IntStream.range(0, MANY).mapToObj(fixture::running).toList();
        fixture.engine.withSite(fixture.site, "mistyped", false);
        tasks.forEach(fixture::cancel);
        relay.claimDue(1).forEach(Runnable::run);
        relay.takeClaimed().forEach(Runnable::run);
        return tasks;
    }
}
