package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static io.nicotask.faults.Fault.STOP_IGNORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.ExecuteStageResult;
import io.nicotask.application.worker.Heartbeat.Signal;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.WorkflowRun;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.WorkflowRunId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stages that are interrupted: by a cancel, by the engine, by a shutdown of the worker. */
class ExecuteStageActivityTest {

    /** The number of beats that last longer than a lease without renewal. */
    private static final int BEATS_OF_A_LEASE = 12;

    private static TestTemporal temporal;

    private final TemporalSiteFixture at = new TemporalSiteFixture();

    @BeforeAll
    static void start() {
        temporal = TestTemporal.underTest();
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        temporal.close();
        Awaitility.reset();
    }

    @Test
    void a_task_that_was_cancelled_in_the_store_turns_its_workflow_away() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);

        try (WorkflowModule module = at.workingAt(temporal.target())) {
            at.start(module, task);
            awaitBegun(NV_SWITCH);
            at.cancel(task);
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }
        RecordedHistory.record("rack-turned-away-in-a-stage", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(typesOf(at.hardware.aborted())).containsExactly(NV_SWITCH);
        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF, NV_SWITCH);
    }

    @Test
    void a_workflow_that_was_terminated_in_the_engine_aborts_the_work() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);

        try (WorkflowModule module = at.workingAt(temporal.target())) {
            at.start(module, task);
            awaitBegun(NV_SWITCH);
            module.engine().terminate(at.site, task.id(), "by an operator");
            await().until(() -> typesOf(at.hardware.aborted()).contains(NV_SWITCH));
        }

        temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
        RecordedHistory.record("rack-terminated", temporal, task.id());
        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF, NV_SWITCH);
    }

    @Test
    void what_must_not_be_cut_off_keeps_the_rack_until_it_has_ended_although_its_workflow_is_closed() {
        Task task = at.aPendingTask(Operation.UPGRADE);
        at.hardware.hold(POWER_SHELF);

        try (WorkflowModule module = at.workingAt(temporal.target())) {
            at.start(module, task);
            awaitBegun(POWER_SHELF);
            at.cancel(task);
            await().untilAsserted(() -> {
                at.relay(module, task);
                temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
            });
            awaitAsked(BEATS_OF_A_LEASE);
            assertThat(at.rackOf(task).reservations()).singleElement().matches(Reservation::leased);
            assertThat(at.stopOf(task)).isEqualTo(StopStatus.State.REQUESTED);

            at.hardware.release(POWER_SHELF);
            await().until(() -> at.stopOf(task) == StopStatus.State.CONFIRMED);
        }
        RecordedHistory.record("rack-drained", temporal, task.id());

        assertThat(at.rackOf(task).reservations()).isEmpty();
        assertThat(typesOf(at.hardware.ended())).containsExactly(POWER_SHELF);
        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF);
        assertThat(at.hardware.aborted()).isEmpty();
        assertThat(at.lateOutcomes()).containsExactly("Stage 1, PowerShelf: 2 succeeded, 0 failed");
    }

    @Test
    void an_activity_that_ignores_the_stop_keeps_the_rack_until_it_has_ended() {
        Task task = at.aPendingTask();
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicInteger beats = new AtomicInteger();

        try (WorkflowModule module =
                at.workingAt(temporal.target(), at.workWith(at.unresponsiveStages(letGo, beats)))) {
            at.start(module, task);
            await().until(() -> beats.get() > 0);
            at.cancel(task);
            await().untilAsserted(() -> {
                at.relay(module, task);
                temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
            });
            int whenClosed = beats.get();
            await().until(() -> beats.get() >= whenClosed + BEATS_OF_A_LEASE);
            FiredFaults.count(STOP_IGNORED, Layer.PARTS, 1);
            assertThat(at.rackOf(task).reservations()).singleElement().matches(Reservation::leased);
            assertThat(at.stopOf(task)).isEqualTo(StopStatus.State.REQUESTED);

            letGo.countDown();
            await().until(() -> at.stopOf(task) == StopStatus.State.CONFIRMED);
        }

        assertThat(at.rackOf(task).reservations()).isEmpty();
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.TERMINATED);
    }

    @Test
    void a_silent_engine_holds_no_stage_up() throws IOException {
        Task task = at.aPendingTask();
        at.hardware.hold(POWER_SHELF);

        try (LoopbackProxy proxy = new LoopbackProxy(temporal.port());
                WorkflowModule module = at.workingAt(proxy.target())) {
            at.start(module, task);
            awaitBegun(POWER_SHELF);

            proxy.swallow();
            awaitAsked(BEATS_OF_A_LEASE);
            at.hardware.release(POWER_SHELF);
            await().until(() -> typesOf(at.hardware.ended()).contains(POWER_SHELF));
        }

        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF);
    }

    /** Temporal gives the beat of such an attempt the same response as for a closed workflow. */
    @Test
    void an_attempt_that_the_engine_has_given_up_is_not_told_that_its_workflow_is_closed() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);
        AtomicInteger attempts = new AtomicInteger();
        CompletableFuture<Signal> heard = new CompletableFuture<>();
        ExecuteStage real = at.work().execute();
        ExecuteStage withoutBeatsAtFirst = (attempt, number, heartbeat) -> {
            if (attempts.incrementAndGet() > 1) {
                return real.execute(attempt, number, heartbeat);
            }
            awaitBegun(NV_SWITCH);
            heard.complete(heartbeat.beat());
            return new ExecuteStageResult.HandedOver("test");
        };

        try (WorkflowModule module = at.workingAt(temporal.target(), at.workWith(withoutBeatsAtFirst))) {
            at.start(module, task);
            await().until(heard::isDone);
        }

        assertThat(heard).isCompletedWithValue(Signal.CONTINUE);
    }

    @Test
    void the_next_worker_goes_on_with_the_same_run_where_the_last_one_has_left() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);

        try (WorkflowModule first = at.workingAt(temporal.target())) {
            at.start(first, task);
            awaitBegun(NV_SWITCH);
        }
        at.hardware.release(NV_SWITCH);
        try (WorkflowModule second = at.workingAt(temporal.target())) {
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-handed-over", temporal, task.id());

        assertThat(typesOf(at.hardware.begun()))
                .containsExactly(POWER_SHELF, NV_SWITCH, NV_SWITCH, ComponentType.COMPUTE);
        assertThat(at.hardware.begun()).extracting(HardwareCommand::run).containsOnly(runOf(task));
        assertThat(at.hardware.begun()).extracting(HardwareCommand::leaseNumber).doesNotHaveDuplicates();
        assertThat(at.hardware.aborted()).isEmpty();
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void an_attempt_that_waits_to_be_tried_again_finds_the_gate_shut_after_a_cancel() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);
        try (WorkflowModule first = at.workingAt(temporal.target())) {
            at.start(first, task);
            awaitBegun(NV_SWITCH);
        }
        List<Call> before = at.hardware.calls();

        at.cancel(task);
        try (WorkflowModule second = at.workingAt(temporal.target())) {
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(at.hardware.calls()).isEqualTo(before);
    }

    private void awaitBegun(ComponentType type) {
        await().until(() -> typesOf(at.hardware.begun()).contains(type));
    }

    private void awaitAsked(int more) {
        int before = at.hardware.calls().size();
        await().until(() -> at.hardware.calls().size() >= before + more);
    }

    private WorkflowRunId runOf(Task task) {
        WorkflowRun run = at.reload(task).state().runOrNull();
        assertThat(run).isNotNull();
        return run.id();
    }

    private static List<ComponentType> typesOf(List<HardwareCommand> orders) {
        return orders.stream().map(HardwareCommand::type).toList();
    }
}
