package io.nicotask.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.Ambush;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.application.port.WorkflowWatch.Watched;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What speaks against the end of a task is read in the transaction that ends it. Each test lets it change as
 * soon as it can after that: before the next transaction begins.
 */
final class SweepRacesTest {

    private final World world = new World();

    @Test
    void no_attempt_begins_between_the_look_at_the_rack_and_the_end_of_a_task_whose_workflow_is_missing() {
        TaskId task = world.running(1);
        world.engine.loseMemory(world.site);
        lookWith(world.sweep());

        lookWith(sweepOvertakenBy(() -> world.leased(task)));

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(world.isActing(task)).isFalse();
    }

    @Test
    void no_attempt_begins_between_the_look_at_the_rack_and_the_end_of_a_task_of_which_another_run_has_closed() {
        TaskId task = world.running(1);
        world.engine.close(world.site, task, CloseStatus.FAILED);

        lookWith(sweepOvertakenBy(() -> world.leased(task)));

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(world.isActing(task)).isFalse();
    }

    @Test
    void no_other_workflow_is_missed_between_the_count_of_the_missing_and_the_end_of_a_task() {
        TaskId task = world.running(1);
        IntStream.rangeClosed(2, 4).forEach(world::running);
        world.clock.tick(Sweep.INTERVAL);
        world.store
                .watch()
                .claimDue(4, Relay.LEASE)
                .forEach(seen -> miss(seen, seen.task().equals(task) ? 1 : 0));
        world.engine.loseMemory(world.site);
        world.clock.tick(Sweep.INTERVAL);
        List<Watched> others = new ArrayList<>();

        List<Runnable> looks =
                sweepOvertakenBy(() -> others.forEach(seen -> miss(seen, 1))).claimDue(1);
        others.addAll(world.store.watch().claimDue(3, Relay.LEASE));
        looks.forEach(Runnable::run);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(world.store.watch().missingAt(world.site).missing()).isZero();
    }

    private void miss(Watched watched, int times) {
        assertThat(world.store.watch().seen(watched, times, Sweep.INTERVAL)).isTrue();
    }

    /**
     * A sweep that is overtaken as soon as it has asked what speaks against an end: before the next transaction begins. With
     * the end in the same transaction there is no such moment.
     */
    private Sweep sweepOvertakenBy(Runnable other) {
        AtomicBoolean hasAsked = new AtomicBoolean();
        Ports sound = world.ports;
        Ports overtaken = new Ports(
                sound.tasks(),
                Ambush.on(Racks.class, sound.racks(), (method, arguments) -> hasAsked.set(true)),
                sound.leases(),
                sound.outbox(),
                sound.audit(),
                sound.access(),
                Ambush.on(Transactions.class, sound.transactions(), (method, arguments) -> {
                    if (hasAsked.getAndSet(false)) {
                        other.run();
                    }
                }),
                sound.conflicts(),
                sound.clock());
        WorkflowWatch watch = Ambush.on(WorkflowWatch.class, world.store.watch(), (method, arguments) -> {
            if (method.equals("missingAt")) {
                hasAsked.set(true);
            }
        });
        return new Sweep(overtaken, watch, world.engine);
    }

    private void lookWith(Sweep sweep) {
        world.clock.tick(Sweep.INTERVAL);
        sweep.claimDue(1).forEach(Runnable::run);
    }
}
