package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static io.nicotask.faults.Fault.CANCEL_BEFORE_START;
import static io.nicotask.faults.Fault.TEMPORAL_DENYING;
import static io.nicotask.faults.Fault.TEMPORAL_REFUSING;
import static io.nicotask.faults.Fault.TEMPORAL_SILENT;
import static io.nicotask.faults.Fault.TEMPORAL_SLOW;
import static io.nicotask.faults.Fault.TEMPORAL_THROTTLING;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.task.CancelTask;
import io.nicotask.bootstrap.TemporalFaultProxy.Kind;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to the calls to Temporal, cancels are decided at once and carried out, and no other task ends. */
final class TemporalFaultsTest {

    private static final int CALLS_THAT_GO_WRONG = 4;

    private static final ObservedHardware HARDWARE = new ObservedHardware(1_000_000, Duration.ofMillis(20));
    private static TemporalFaultProxy faults;
    private static LibraryHarness system;

    @BeforeAll
    static void start() {
        system = new LibraryHarness(LibraryHarness.Change.NONE.withProxy(target -> {
            faults = new TemporalFaultProxy(target);
            return faults.target();
        }));
        system.startWorker(HARDWARE);
    }

    @AfterEach
    void heal() {
        faults.passAll();
    }

    @AfterAll
    static void stop() {
        for (Kind kind : Kind.values()) {
            rowOf(kind).ifPresent(row -> FiredFaults.count(row, Layer.PARTS, faults.fired(kind)));
        }
        system.close();
        faults.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_acknowledged_cancel_is_carried_out_and_no_other_task_ends(Kind kind) {
        TaskId holder = running(newRack());
        TaskId waiting = behind(holder);
        TaskId running = running(newRack());
        TaskId next = behind(running);
        int before = faults.fired(kind);

        faults.begin(kind);
        TaskId pending = system.submit(newRack(), POWER_ON);
        TaskId leftAlone = system.submit(newRack(), POWER_ON);
        List.of(waiting, running, pending).forEach(TemporalFaultsTest::cancelled);
        if (kind != Kind.SLOW && kind != Kind.REPLY_LOST) {
            FiredFaults.count(CANCEL_BEFORE_START, Layer.PARTS, 1);
        }
        await().until(() -> faults.fired(kind) >= before + CALLS_THAT_GO_WRONG);
        if (kind != Kind.SLOW) {
            assertThat(List.of(running, pending)).noneMatch(TemporalFaultsTest::isConfirmed);
        }
        faults.passAll();

        await().until(() -> isConfirmed(running) && isConfirmed(pending));
        assertThat(List.of(running, pending))
                .noneMatch(system.inspector()::isRunning)
                .noneMatch(task -> system.inspector().startLate(DemoOrg.SITE, task));
        assertThat(system.inspector().status(waiting)).isEmpty();
        assertThat(HARDWARE.callsOf(waiting)).isEmpty();
        List<TaskId> others = List.of(holder, next, leftAlone);
        await().until(() ->
                others.stream().allMatch(task -> !HARDWARE.callsOf(task).isEmpty()));
        assertThat(others).allSatisfy(task -> {
            assertThat(statuses(task)).endsWith(RUNNING).noneMatch(TaskStatus::isTerminal);
            assertThat(runsOf(task)).hasSize(1);
        });
        others.forEach(TemporalFaultsTest::cancelled);
    }

    /** Returns the row of the fault matrix. Which replies are lost in this test is random. */
    private static Optional<Fault> rowOf(Kind kind) {
        return switch (kind) {
            case UNAVAILABLE -> Optional.of(TEMPORAL_REFUSING);
            case THROTTLED -> Optional.of(TEMPORAL_THROTTLING);
            case DENIED, UNAUTHENTICATED -> Optional.of(TEMPORAL_DENYING);
            case SILENT -> Optional.of(TEMPORAL_SILENT);
            case SLOW -> Optional.of(TEMPORAL_SLOW);
            case REPLY_LOST -> Optional.empty();
        };
    }

    private static RackId newRack() {
        return new RackId(UUID.randomUUID());
    }

    private static TaskId running(RackId rack) {
        TaskId task = system.submit(rack, POWER_ON);
        await().until(() -> !HARDWARE.callsOf(task).isEmpty());
        return task;
    }

    /** Submits a task that waits for the rack of another. */
    private static TaskId behind(TaskId holder) {
        TaskId task = system.submit(system.task(holder).spec().rack(), POWER_ON);
        assertThat(system.task(task).status()).isEqualTo(WAITING);
        return task;
    }

    private static void cancelled(TaskId task) {
        assertThat(system.cancel(task)).isInstanceOf(CancelTask.Result.Cancelled.class);
        assertThat(system.task(task).status()).isEqualTo(TERMINATED);
    }

    private static boolean isConfirmed(TaskId task) {
        return system.stopOf(task) == StopStatus.CONFIRMED;
    }

    private static List<TaskStatus> statuses(TaskId task) {
        return system.ports().tasks().history(system.scope(), task).stream()
                .map(HistoryEntry::to)
                .toList();
    }

    private static List<?> runsOf(TaskId task) {
        return HARDWARE.callsOf(task).stream()
                .map(call -> call.command().run())
                .distinct()
                .toList();
    }
}
