package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TaskQueueWorkerTest {

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
    void a_task_runs_through_its_stages_to_success() {
        Task task = at.aPendingTask();

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-completed", temporal, task.id());

        assertThat(typesOf(at.hardware.ended())).containsExactly(POWER_SHELF, NV_SWITCH, COMPUTE);
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void the_run_that_passes_the_start_gate_is_the_one_that_the_engine_describes() {
        Task task = at.aPendingTask();

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }

        WorkflowRun passed = at.reload(task).state().runOrNull();
        assertThat(temporal.describedAs(task.id()))
                .isEqualTo(new WorkflowDescription.Closed(
                        temporal.identity(), CloseStatus.COMPLETED, passed.id(), Duration.ZERO));
    }

    @Test
    void a_failed_stage_fails_the_task_and_the_workflow_with_a_named_type() {
        Task task = at.aPendingTask();
        at.hardware.breaks(NV_SWITCH, "one switch gave no answer");

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }
        RecordedHistory.record("rack-failed", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("OperationFailed");
        assertThat(typesOf(at.hardware.begun())).containsExactly(POWER_SHELF, NV_SWITCH, NV_SWITCH);
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(at.reload(task).message()).isEqualTo("one switch gave no answer");
    }

    @Test
    void a_workflow_that_the_start_gate_refuses_sends_no_command_and_fails_with_a_named_type() {
        Task task = at.aPendingTask();
        at.cancel(task);

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target())) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }
        RecordedHistory.record("rack-turned-away-at-the-gate", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(at.hardware.begun()).isEmpty();
    }

    @Test
    void the_same_run_passes_the_start_gate_again_after_a_lost_reply() {
        Task task = at.aPendingTask();
        AtomicBoolean lost = new AtomicBoolean();
        BeginTask real = at.useCases().begin();
        BeginTask losingOneReply = workflowRun -> {
            BeginTask.Result result = real.begin(workflowRun);
            if (lost.compareAndSet(false, true)) {
                throw new StoreUnavailable("The reply was lost", new RuntimeException("test"));
            }
            return result;
        };

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target(), at.useCasesWith(losingOneReply))) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-gate-retried", temporal, task.id());

        assertThat(lost).isTrue();
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void a_workflow_that_ends_after_its_task_does_not_close_as_completed() {
        Task task = at.aPendingTask();
        FinishTask tooLate = (workflowRun, ending) -> new FinishTask.Result.TooLate("ended otherwise");

        try (TemporalEngine module = at.moduleWithWorkerAt(
                temporal.target(),
                new RackOperationUseCases(
                        at.useCases().begin(),
                        at.useCases().execute(),
                        tooLate,
                        at.useCases().observe(),
                        at.useCases().renewLease()))) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }
        RecordedHistory.record("rack-turned-away-at-the-end", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
    }

    @Test
    void a_stage_is_retried_after_the_store_was_unavailable() {
        Task task = at.aPendingTask();
        AtomicBoolean thrown = new AtomicBoolean();
        ExecuteStage real = at.useCases().execute();
        ExecuteStage failingOnce = (workflowRun, stage, heartbeat) -> {
            if (thrown.compareAndSet(false, true)) {
                throw new StoreUnavailable("The store is unavailable", new RuntimeException("test"));
            }
            return real.execute(workflowRun, stage, heartbeat);
        };

        try (TemporalEngine module = at.moduleWithWorkerAt(temporal.target(), at.useCasesWith(failingOnce))) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-stage-retried", temporal, task.id());

        assertThat(thrown).isTrue();
        assertThat(typesOf(at.hardware.ended())).containsExactly(POWER_SHELF, NV_SWITCH, COMPUTE);
    }

    @Test
    void a_worker_starts_when_its_server_becomes_reachable() {
        Task task = at.aPendingTask();
        int port = LoopbackAddresses.freePort();

        try (TemporalEngine module = at.moduleWithWorkerAt("127.0.0.1:" + port);
                TestTemporal late = TestTemporal.startAt(port)) {
            at.start(module, task);
            await().until(() -> at.reload(task).status() == TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void a_worker_continues_after_its_server_was_restarted() {
        Task before = at.aPendingTask();
        Task after = at.aPendingTask();
        TestTemporal first = TestTemporal.start();

        try (TemporalEngine module = at.moduleWithWorkerAt(first.target())) {
            at.start(module, before);
            await().until(() -> at.reload(before).status() == TaskStatus.SUCCEEDED);
            first.close();
            try (TestTemporal second = TestTemporal.startAt(first.port())) {
                at.start(module, after);
                await().until(() -> at.reload(after).status() == TaskStatus.SUCCEEDED);
            }
        }
    }

    @Test
    void a_worker_can_be_closed_while_its_server_is_down() {
        TestTemporal stopped = TestTemporal.start();
        Task task = at.aPendingTask();
        try (TemporalEngine module = at.moduleWithWorkerAt(stopped.target());
                TemporalEngine neverStarted = at.moduleWithWorkerAt(LoopbackAddresses.closedTarget())) {
            at.start(module, task);
            await().until(() -> at.reload(task).status() == TaskStatus.SUCCEEDED);

            stopped.close();
        }
    }

    @Test
    void a_worker_can_be_closed_in_a_stage_while_its_server_is_silent() throws IOException {
        Task task = at.aPendingTask();
        at.hardware.hold(POWER_SHELF);
        try (SilentServer silent = new SilentServer();
                LoopbackProxy proxy = new LoopbackProxy(temporal.port())) {
            try (TemporalEngine module = at.moduleWithWorkerAt(proxy.target());
                    TemporalEngine neverStarted = at.moduleWithWorkerAt(silent.target())) {
                at.start(module, task);
                await().until(() -> typesOf(at.hardware.begun()).contains(POWER_SHELF));

                proxy.swallow();
            }
        }
    }

    private static List<ComponentType> typesOf(List<HardwareCommand> commands) {
        return commands.stream().map(HardwareCommand::type).toList();
    }
}
