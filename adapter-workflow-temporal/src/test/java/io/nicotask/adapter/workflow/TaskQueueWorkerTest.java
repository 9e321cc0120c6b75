package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.workflow.WorkflowModule.RackOperationUseCases;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.BeginTaskResult;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTaskResult;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.WorkflowRun;
import io.nicotask.domain.value.ComponentType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TaskQueueWorkerTest {

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
    void a_task_runs_through_its_stages_to_success() {
        Task task = at.aPendingTask();

        try (WorkflowModule module = at.workingAt(temporal.target())) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-completed", temporal, task.id());

        assertThat(typesOf(at.hardware.ended())).containsExactly(POWER_SHELF, NV_SWITCH, COMPUTE);
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void the_run_that_passes_the_gate_is_the_one_that_the_engine_tells() {
        Task task = at.aPendingTask();

        try (WorkflowModule module = at.workingAt(temporal.target())) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }

        WorkflowRun passed = at.reload(task).state().runOrNull();
        assertThat(temporal.describedAs(task.id()))
                .isEqualTo(new WorkflowDescription.Closed(temporal.identity(), CloseStatus.COMPLETED, passed.id()));
    }

    @Test
    void a_stage_that_breaks_ends_the_task_and_fails_the_workflow_by_name() {
        Task task = at.aPendingTask();
        at.hardware.breaks(NV_SWITCH, "one switch gave no answer");

        try (WorkflowModule module = at.workingAt(temporal.target())) {
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
    void a_workflow_that_is_turned_away_at_the_gate_touches_nothing_and_fails_by_name() {
        Task task = at.aPendingTask();
        at.cancel(task);

        try (WorkflowModule module = at.workingAt(temporal.target())) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }
        RecordedHistory.record("rack-turned-away-at-the-gate", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
        assertThat(at.hardware.begun()).isEmpty();
    }

    @Test
    void a_gate_whose_reply_was_lost_lets_the_same_run_pass_again() {
        Task task = at.aPendingTask();
        AtomicBoolean lost = new AtomicBoolean();
        BeginTask real = at.work().begin();
        BeginTask losing = attempt -> {
            BeginTaskResult result = real.begin(attempt);
            if (lost.compareAndSet(false, true)) {
                throw new StoreUnavailable("The reply was lost", new RuntimeException("test"));
            }
            return result;
        };

        try (WorkflowModule module = at.workingAt(temporal.target(), at.workWith(losing))) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-gate-retried", temporal, task.id());

        assertThat(lost).isTrue();
        assertThat(at.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void a_workflow_whose_word_comes_too_late_does_not_close_as_completed() {
        Task task = at.aPendingTask();
        FinishTask tooLate = (attempt, ending) -> new FinishTaskResult.TooLate("ended otherwise");

        try (WorkflowModule module = at.workingAt(
                temporal.target(),
                new RackOperationUseCases(at.work().begin(), at.work().execute(), tooLate))) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.FAILED);
        }
        RecordedHistory.record("rack-turned-away-at-the-end", temporal, task.id());

        assertThat(temporal.failureType(task.id())).isEqualTo("TurnedAway");
    }

    @Test
    void a_stage_that_met_no_store_is_done_again() {
        Task task = at.aPendingTask();
        AtomicBoolean away = new AtomicBoolean();
        ExecuteStage real = at.work().execute();
        ExecuteStage hindered = (attempt, number, heartbeat) -> {
            if (away.compareAndSet(false, true)) {
                throw new StoreUnavailable("The store is away", new RuntimeException("test"));
            }
            return real.execute(attempt, number, heartbeat);
        };

        try (WorkflowModule module = at.workingAt(temporal.target(), at.workWith(hindered))) {
            at.start(module, task);
            temporal.awaitClosed(task.id(), CloseStatus.COMPLETED);
        }
        RecordedHistory.record("rack-stage-retried", temporal, task.id());

        assertThat(away).isTrue();
        assertThat(typesOf(at.hardware.ended())).containsExactly(POWER_SHELF, NV_SWITCH, COMPUTE);
    }

    @Test
    void a_worker_waits_for_a_server_that_is_not_there_yet() {
        Task task = at.aPendingTask();
        int port = LoopbackAddresses.free();

        try (WorkflowModule module = at.workingAt("127.0.0.1:" + port);
                TestTemporal late = TestTemporal.startAt(port)) {
            at.start(module, task);
            await().until(() -> at.reload(task).status() == TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void a_worker_goes_on_when_its_server_is_back() {
        Task before = at.aPendingTask();
        Task after = at.aPendingTask();
        TestTemporal first = TestTemporal.start();

        try (WorkflowModule module = at.workingAt(first.target())) {
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
    void a_worker_can_be_closed_while_its_server_is_away() {
        TestTemporal gone = TestTemporal.start();
        Task task = at.aPendingTask();
        try (WorkflowModule module = at.workingAt(gone.target());
                WorkflowModule neverStarted = at.workingAt(LoopbackAddresses.closed())) {
            at.start(module, task);
            await().until(() -> at.reload(task).status() == TaskStatus.SUCCEEDED);

            gone.close();
        }
    }

    @Test
    void a_worker_can_be_closed_in_a_stage_while_its_server_is_silent() throws IOException {
        Task task = at.aPendingTask();
        at.hardware.hold(POWER_SHELF);
        try (SilentServer silent = new SilentServer();
                LoopbackProxy proxy = new LoopbackProxy(temporal.port())) {
            try (WorkflowModule module = at.workingAt(proxy.target());
                    WorkflowModule neverStarted = at.workingAt(silent.target())) {
                at.start(module, task);
                await().until(() -> typesOf(at.hardware.begun()).contains(POWER_SHELF));

                proxy.swallow();
            }
        }
    }

    private static List<ComponentType> typesOf(List<HardwareCommand> orders) {
        return orders.stream().map(HardwareCommand::type).toList();
    }
}
