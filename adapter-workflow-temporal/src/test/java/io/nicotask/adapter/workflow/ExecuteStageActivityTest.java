package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static io.nicotask.faults.Fault.STOP_IGNORED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.ExecuteStage.Heartbeat.Signal;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.WorkflowRunId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stages that are interrupted: by a cancel, by the engine, by a shutdown of the worker. */
class ExecuteStageActivityTest {

    /** The number of beats that last longer than a lease without renewal. */
    private static final int BEATS_PER_LEASE = 12;

    private static TestTemporal temporal;

    private final TemporalSiteFixture at = new TemporalSiteFixture();

    @BeforeAll
    static void start() {
        temporal = TestTemporal.underTest();
    }

    @AfterAll
    static void stop() {
        temporal.close();
    }

    @Test
    void a_cancel_in_the_store_fails_the_workflow_and_aborts_the_interruptible_step() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            at.start(module, task);
            awaitBegun(NV_SWITCH);
            at.cancel(task);
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }
        RecordedHistory.record("rack-turned-away-in-a-stage", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(typesOf(at.hardware.cutOff())).containsExactly(NV_SWITCH);
        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF, NV_SWITCH);
    }

    @Test
    void terminating_the_workflow_in_the_engine_cuts_the_interruptible_step_off_once_the_task_has_ended() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            at.relayStart(module, task);
            awaitBegun(NV_SWITCH);
            module.terminate(at.site, task.id(), "by an operator");
            await().until(() -> {
                at.reconcile(module);
                return at.reload(task).status() == TaskStatus.FAILED;
            });
            await().until(() -> typesOf(at.hardware.cutOff()).contains(NV_SWITCH));
        }

        temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
        RecordedHistory.record("rack-terminated", temporal, task.id());
        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF, NV_SWITCH);
    }

    @Test
    void a_run_to_completion_step_keeps_the_rack_until_it_has_ended_although_its_workflow_is_closed() {
        Task task = at.aPendingTask(Operation.UPGRADE);
        at.hardware.hold(POWER_SHELF);

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            at.start(module, task);
            awaitBegun(POWER_SHELF);
            at.cancel(task);
            await().untilAsserted(() -> {
                at.relay(module, task);
                temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
            });
            awaitCalls(BEATS_PER_LEASE);
            assertThat(at.rackOf(task).reservations())
                    .singleElement()
                    .matches(holder -> !requireNonNull(holder.stop()).steps().isEmpty());
            assertThat(at.stopOf(task)).isIn(StopStatus.REQUESTED, StopStatus.DRAINING);

            at.hardware.release(POWER_SHELF);
            await().until(() -> at.stopOf(task) == StopStatus.CONFIRMED);
        }
        RecordedHistory.record("rack-drained", temporal, task.id());

        assertThat(at.rackOf(task).reservations()).isEmpty();
        assertThat(typesOf(at.hardware.ended())).containsExactly(POWER_SHELF);
        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF);
        assertThat(at.hardware.cutOff()).isEmpty();
        assertThat(at.lateOutcomes()).containsExactly("Stage 1, PowerShelf: 2 succeeded, 0 failed");
    }

    @Test
    void an_activity_that_ignores_the_stop_keeps_the_rack_until_it_has_ended() {
        Task task = at.aPendingTask();
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger beats = new AtomicInteger();

        try (TemporalEngine module =
                at.moduleWithWorkerAt(temporal.target(), at.useCasesWith(at.unresponsiveStages(release, beats)))) {
            at.start(module, task);
            await().until(() -> beats.get() > 0);
            at.cancel(task);
            await().untilAsserted(() -> {
                at.relay(module, task);
                temporal.awaitClosed(task.id(), CloseStatus.TERMINATED);
            });
            int beatsWhenClosed = beats.get();
            await().until(() -> beats.get() >= beatsWhenClosed + BEATS_PER_LEASE);
            FiredFaults.count(STOP_IGNORED, Layer.PARTS, 1);
            assertThat(at.rackOf(task).reservations()).singleElement().matches(Reservation::leased);
            assertThat(at.stopOf(task)).isIn(StopStatus.REQUESTED, StopStatus.DRAINING);

            release.countDown();
            await().until(() -> at.stopOf(task) == StopStatus.CONFIRMED);
        }

        assertThat(at.rackOf(task).reservations()).isEmpty();
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.TERMINATED);
    }

    @Test
    void a_silent_engine_does_not_delay_a_stage() throws IOException {
        Task task = at.aPendingTask();
        at.hardware.hold(POWER_SHELF);

        try (LoopbackProxy proxy = new LoopbackProxy(temporal.port());
                TemporalEngine module = at.moduleWithWorkerAt(proxy.target())) {
            at.start(module, task);
            awaitBegun(POWER_SHELF);

            proxy.swallow();
            awaitCalls(BEATS_PER_LEASE);
            at.hardware.release(POWER_SHELF);
            await().until(() -> typesOf(at.hardware.ended()).contains(POWER_SHELF));
        }

        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF);
    }

    /** Temporal gives the beat of such an attempt the same response as for a closed workflow. */
    @Test
    void an_attempt_that_the_engine_has_timed_out_does_not_see_its_workflow_as_closed() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);
        AtomicInteger attempts = new AtomicInteger();
        CompletableFuture<Signal> signal = new CompletableFuture<>();
        ExecuteStage real = at.useCases().execute();
        ExecuteStage silentFirstAttempt = (workflowRun, stage, heartbeat) -> {
            if (attempts.incrementAndGet() > 1) {
                return real.execute(workflowRun, stage, heartbeat);
            }
            awaitBegun(NV_SWITCH);
            signal.complete(heartbeat.beat());
            return new ExecuteStage.Result.HandedOver("test");
        };

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target(), at.useCasesWith(silentFirstAttempt))) {
            at.start(module, task);
            await().until(signal::isDone);
        }

        assertThat(signal).isCompletedWithValue(Signal.UNANSWERED);
    }

    @Test
    void the_next_worker_continues_the_same_run_where_the_last_one_stopped() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);

        try (TemporalEngine first = at.moduleWithWorkerAt(temporal.target())) {
            at.start(first, task);
            awaitBegun(NV_SWITCH);
        }
        at.hardware.release(NV_SWITCH);
        try (TemporalEngine second = at.moduleWithWorkerAt(temporal.target())) {
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-handed-over", temporal, task.id());

        assertThat(typesOf(at.hardware.begun()))
                .containsExactly(POWER_SHELF, NV_SWITCH, NV_SWITCH, ComponentType.COMPUTE);
        assertThat(at.hardware.begun()).extracting(HardwareCommand::run).containsOnly(runOf(task));
        assertThat(at.hardware.begun()).extracting(HardwareCommand::leaseNumber).doesNotHaveDuplicates();
        assertThat(at.hardware.cutOff()).isEmpty();
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void an_attempt_that_waits_for_its_retry_is_refused_after_a_cancel() {
        Task task = at.aPendingTask();
        at.hardware.hold(NV_SWITCH);
        try (TemporalEngine first = at.moduleWithWorkerAt(temporal.target())) {
            at.start(first, task);
            awaitBegun(NV_SWITCH);
        }
        int begun = at.hardware.begun().size();

        at.cancel(task);
        try (TemporalEngine second = at.moduleWithWorkerAt(temporal.target())) {
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
            await().until(() -> typesOf(at.hardware.cutOff()).contains(NV_SWITCH));
        }

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(at.hardware.begun()).hasSize(begun);
    }

    private void awaitBegun(ComponentType type) {
        await().until(() -> typesOf(at.hardware.begun()).contains(type));
    }

    private void awaitCalls(int more) {
        int before = at.hardware.calls().size();
        await().until(() -> at.hardware.calls().size() >= before + more);
    }

    private WorkflowRunId runOf(Task task) {
        WorkflowRun run = at.reload(task).state().runOrNull();
        assertThat(run).isNotNull();
        return run.id();
    }

    private static List<ComponentType> typesOf(List<HardwareCommand> commands) {
        return commands.stream().map(HardwareCommand::type).toList();
    }
}
