package io.nicotask.bootstrap;

import static io.nicotask.domain.task.Operation.POWER_ON;
import static io.nicotask.domain.task.Operation.UPGRADE;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.bootstrap.HardwareLine.Hold;
import io.nicotask.bootstrap.ObservedHardware.Call;
import io.nicotask.bootstrap.ObservedHardware.Kind;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The next task begins only when the work of the one before has stopped: workers in other processes are killed and
 * paused in the middle of it.
 */
@Timeout(600)
final class OneTaskPerRackTest {

    /** A real Temporal hands work to the open polls of a paused worker, where each piece is lost until it times out. */
    private static final Duration SOON = Duration.ofSeconds(GivenTemporal.isReal() ? 180 : 60);

    private static final Duration CALL = Duration.ofMillis(20);
    private static final int MANY_ASKS = 1_000_000;

    private final RackId rack = new RackId(UUID.randomUUID());

    @Test
    void a_flash_is_finished_before_the_next_task_begins() {
        ObservedHardware hardware = new ObservedHardware(16, CALL, false);

        Pair tasks = flashAndNext(hardware, UnaryOperator.identity());

        requireDrained(hardware, tasks);
    }

    @Test
    void without_the_drain_it_is_not() {
        ObservedHardware hardware = new ObservedHardware(16, CALL, false);

        Pair tasks = flashAndNext(hardware, OneTaskPerRackTest::withoutDrain);

        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> requireDrained(hardware, tasks));
    }

    /** Cancels a flash in the middle of its first stage, and lets the next task begin when it may. */
    private Pair flashAndNext(ObservedHardware hardware, UnaryOperator<Ports> change) {
        try (RackSystem system = new RackSystem(change);
                HardwareLine line = new HardwareLine(hardware);
                RackWorker worker = system.workElsewhere(line)) {
            Pair tasks = submit(system, UPGRADE);
            await().atMost(SOON).until(() -> !hardware.callsOf(tasks.first()).isEmpty());

            cancel(system, tasks.first());

            await().atMost(SOON).until(() -> hasActed(hardware, tasks.next()));
            awaitSomeBeats(hardware, tasks.next());
            return tasks.of(system);
        }
    }

    /** Racks that are free as soon as a task has ended, whatever still acts on them. */
    private static Ports withoutDrain(Ports ports) {
        Racks racks = Twisted.port(Racks.class, ports.racks(), "lock", (arguments, lock) -> {
            Occupancy real = (Occupancy) lock.call();
            return new Occupancy(
                    real.holders().stream()
                            .map(holder -> new Holder(holder.task(), false, true))
                            .toList(),
                    real.waiting());
        });
        return new Ports(
                ports.tasks(),
                racks,
                ports.leases(),
                ports.outbox(),
                ports.audit(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock());
    }

    private static void requireDrained(ObservedHardware hardware, Pair tasks) {
        assertThat(overlaps(hardware, tasks)).isEmpty();
        assertThat(hardware.hasFinishedWhatItBegan(tasks.first())).isTrue();
        assertThat(hardware.callsOf(tasks.first()))
                .allMatch(call -> call.kind() == Kind.ADVANCE && call.order().stage() == 1);
    }

    @Test
    void a_worker_that_is_killed_in_the_middle_of_a_call_holds_the_rack_until_its_lease_lapses() {
        ObservedHardware hardware = new ObservedHardware(MANY_ASKS, CALL, false);
        try (RackSystem system = new RackSystem(UnaryOperator.identity());
                HardwareLine line = new HardwareLine(hardware);
                RackWorker worker = system.workElsewhere(line)) {
            Pair tasks = submit(system, POWER_ON);
            await().atMost(SOON).until(() -> hasActed(hardware, tasks.first()));
            Hold hold = line.holdNext();
            await().atMost(SOON).until(hold::isReached);

            worker.kill();
            hold.release();
            try (RackWorker another = system.workElsewhere(line)) {
                cancel(system, tasks.first());

                await().atMost(SOON).until(() -> hasActed(hardware, tasks.next()));
            }
            assertThat(overlaps(hardware, tasks.of(system))).isEmpty();
        }
    }

    @Test
    void a_worker_that_was_paused_in_the_middle_of_a_call_does_nothing_more_when_it_comes_back() {
        ObservedHardware hardware = new ObservedHardware(MANY_ASKS, CALL, true);
        try (RackSystem system = new RackSystem(UnaryOperator.identity());
                HardwareLine line = new HardwareLine(hardware);
                RackWorker paused = system.workElsewhere(line)) {
            Pair tasks = submit(system, POWER_ON);
            await().atMost(SOON).until(() -> hasActed(hardware, tasks.first()));
            Hold hold = line.holdNext();
            await().atMost(SOON).until(hold::isReached);
            paused.pause();
            hold.release();
            try (RackWorker another = system.workElsewhere(line)) {
                cancel(system, tasks.first());
                await().atMost(SOON).until(() -> hasActed(hardware, tasks.next()));
                int before = hardware.callsOf(tasks.first()).size();

                paused.resume();

                await().atMost(SOON)
                        .until(() -> hardware.callsOf(tasks.first()).stream().anyMatch(Call::wasRefused));
                awaitSomeBeats(hardware, tasks.next());
                assertThat(hardware.callsOf(tasks.first())).hasSize(before);
            }
            assertThat(overlaps(hardware, tasks.of(system))).isEmpty();
        }
    }

    private static void awaitSomeBeats(ObservedHardware hardware, TaskId task) {
        int before = hardware.callsOf(task).size();
        await().atMost(SOON).until(() -> hardware.callsOf(task).size() > before + 8);
    }

    private Pair submit(RackSystem system, Operation operation) {
        TaskId first = system.submit(rack, operation);
        await().atMost(SOON).until(() -> system.task(first).status() == RUNNING);
        TaskId next = system.submit(rack, POWER_ON);
        assertThat(system.task(next).status()).isEqualTo(WAITING);
        return new Pair(first, next, Map.of());
    }

    private static void cancel(RackSystem system, TaskId task) {
        assertThat(system.cancel(task).getClass().getSimpleName()).isEqualTo("Cancelled");
        assertThat(system.task(task).status()).isEqualTo(TERMINATED);
    }

    private static boolean hasActed(ObservedHardware hardware, TaskId task) {
        return hardware.callsOf(task).stream().anyMatch(call -> call.actedAt() != null);
    }

    private static List<String> overlaps(ObservedHardware hardware, Pair tasks) {
        return Overlaps.among(hardware.calls(call -> true), tasks.requests());
    }

    /** Two tasks of one rack, the one after the other. */
    private record Pair(TaskId first, TaskId next, Map<TaskId, TaskRequest> requests) {

        Pair of(RackSystem system) {
            return new Pair(
                    first,
                    next,
                    Stream.of(first, next)
                            .collect(Collectors.toMap(
                                    task -> task, task -> system.task(task).request())));
        }
    }
}
