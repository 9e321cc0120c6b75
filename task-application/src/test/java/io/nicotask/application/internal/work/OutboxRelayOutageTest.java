package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The relay while the engine of a site does not answer. */
final class OutboxRelayOutageTest {

    private static final int MANY = 20;

    private final RelayFixture world = new RelayFixture();
    private final OutboxRelay relay = world.relay();

    @Test
    void asks_about_one_request_at_a_time_with_a_pause_between() {
        stopsDuringAnOutage();

        List<Runnable> atOnce = relay.claimDue(100);
        world.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        List<Runnable> afterAPause = relay.claimDue(100);
        List<Runnable> meanwhile = relay.claimDue(100);

        assertThat(atOnce).isEmpty();
        assertThat(afterAPause).hasSize(1);
        assertThat(meanwhile).isEmpty();
    }

    @Test
    void asks_about_another_request_each_time() {
        List<TaskId> tasks = stopsDuringAnOutage();

        for (int i = 1; i < MANY; i++) {
            world.clock.tick(CircuitBreaker.PROBE_INTERVAL);
            world.runDue(relay);
        }

        assertThat(tasks).filteredOn(task -> lastCauseOf(task) != null).hasSizeGreaterThan(MANY / 4);
    }

    @Test
    void goes_on_with_all_requests_once_one_was_answered() {
        List<TaskId> tasks = stopsDuringAnOutage();

        world.engine.comeBack(world.site);
        world.clock.tick(CircuitBreaker.PROBE_INTERVAL);
        world.runDue(relay);
        world.runDue(relay);

        assertThat(tasks).allMatch(task -> world.stopOf(task) == StopStatus.State.CONFIRMED);
    }

    @Test
    void serves_the_other_sites_as_before() {
        IntStream.range(0, MANY).forEach(number -> world.submittedWhereThereIsNoEngine(100 + number));
        world.runDue(relay);
        List<TaskId> here = IntStream.range(0, MANY).mapToObj(world::submitted).toList();

        world.runDue(relay);

        assertThat(world.engine.started(world.site)).containsExactlyInAnyOrderElementsOf(here);
    }

    @Test
    void delivers_nothing_before_its_turn() {
        List<TaskId> tasks = stopsDuringAnOutage();

        relay.deliverUnlessEngineDown(world.site, tasks.getLast());

        assertThat(lastCauseOf(tasks.getLast())).isNull();
    }

    @Test
    void gives_up_all_starts_that_have_been_waiting_for_too_long() {
        world.engine.goAway(world.site);
        List<TaskId> tasks = IntStream.range(0, MANY).mapToObj(world::submitted).toList();
        relay.deliver(tasks.getFirst());

        world.clock.tick(OutboxRelay.START_TIMEOUT.plusSeconds(1));
        world.runDue(relay);

        assertThat(tasks).allMatch(task -> world.task(task).status() == TaskStatus.FAILED);
    }

    /** The first of the stops has been tried. */
    private List<TaskId> stopsDuringAnOutage() {
        List<TaskId> tasks = IntStream.range(0, MANY).mapToObj(world::running).toList();
        world.engine.goAway(world.site);
        tasks.forEach(world::cancel);
        relay.deliver(tasks.getFirst());
        return tasks;
    }

    private String lastCauseOf(TaskId task) {
        return world.ports.outbox().stopOf(world.scope, task).orElseThrow().lastCause();
    }
}
