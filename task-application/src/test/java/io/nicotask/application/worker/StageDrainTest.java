package io.nicotask.application.worker;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.QuiesceStatus;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.worker.ExecuteStageResult.HandedOver;
import io.nicotask.application.worker.ExecuteStageResult.Refused;
import io.nicotask.application.worker.Heartbeat.Signal;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import org.junit.jupiter.api.Test;

/** An attempt whose task or workflow ends in the middle of a stage. */
final class StageDrainTest {

    private static final Refused NOT_ITS_OWN = new Refused("The task is not this run's any more");
    private static final ComponentId SWITCH = component(NV_SWITCH, 1);

    private final WorkerFixture workerFixture = new WorkerFixture();

    @Test
    void an_interruptible_step_is_cut_off_once_and_completed_steps_stay_done() {
        workerFixture.hardware.hold(COMPUTE);

        ExecuteStageResult result =
                workerFixture.execute(1, workerFixture.beats().at(2, workerFixture::cancel));

        assertThat(result).isEqualTo(NOT_ITS_OWN);
        assertThat(workerFixture.hardware.aborted())
                .extracting(HardwareCommand::type)
                .containsExactly(COMPUTE);
        assertThat(workerFixture.hardware.ended())
                .extracting(HardwareCommand::type)
                .containsExactly(POWER_SHELF);
        assertThat(workerFixture.site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly(
                        "Stage 1, PowerShelf: 2 succeeded, 0 failed", "Stage 1, Compute: 0 succeeded, 0 failed");
    }

    @Test
    void the_drain_does_not_change_the_report() {
        workerFixture.hardware.hold(COMPUTE);
        TaskReport[] closed = new TaskReport[1];
        ScriptedHeartbeat scriptedHeartbeat = workerFixture.beats().at(2, () -> {
            workerFixture.cancel();
            closed[0] = workerFixture.report();
        });

        assertThat(workerFixture.execute(1, scriptedHeartbeat)).isEqualTo(NOT_ITS_OWN);

        assertThat(workerFixture.report()).isEqualTo(closed[0]);
        assertThat(closed[0].error()).contains("Cancelled by user");
    }

    @Test
    void quiesce_is_repeated_while_the_lease_lives() {
        workerFixture.hardware.hold(COMPUTE);
        workerFixture.hardware.answersQuiesce(
                component(COMPUTE, 1),
                new QuiesceStatus.StillRunning(),
                new QuiesceStatus.StillRunning(),
                new QuiesceStatus.Stopped());
        ScriptedHeartbeat scriptedHeartbeat = workerFixture
                .beats()
                .at(1, workerFixture::cancel)
                .at(3, () -> assertThat(isLeased()).isTrue());

        assertThat(workerFixture.execute(1, scriptedHeartbeat)).isEqualTo(NOT_ITS_OWN);

        assertThat(scriptedHeartbeat.count()).isEqualTo(3);
        assertThat(isLeased()).isFalse();
        assertThat(workerFixture.site.store.inspectionAlerts()).isEmpty();
    }

    @Test
    void a_component_that_needs_inspection_raises_an_alert() {
        workerFixture.hardware.hold(COMPUTE);
        workerFixture.hardware.answersQuiesce(component(COMPUTE, 2), new QuiesceStatus.NeedsInspection("half on"));

        assertThat(workerFixture.execute(1, workerFixture.beats().at(1, workerFixture::cancel)))
                .isEqualTo(NOT_ITS_OWN);

        assertThat(workerFixture.site.store.inspectionAlerts())
                .containsExactly(new InspectionAlert(
                        workerFixture.task.id(),
                        COMPUTE,
                        component(COMPUTE, 2),
                        "half on",
                        workerFixture.site.clock.instant()));
        assertThat(workerFixture.stop()).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    @Test
    void a_run_to_completion_step_is_drained_before_the_next_task_gets_the_rack() {
        Task next = workerFixture.site.has(aWaitingTask().submittedAt(workerFixture.site.clock.instant()));
        workerFixture.hardware.hold(NV_SWITCH);
        ScriptedHeartbeat scriptedHeartbeat = workerFixture
                .beats()
                .at(1, workerFixture::cancel)
                .at(2, workerFixture::confirmStop)
                .at(9, () -> {
                    assertThat(isLeased()).isTrue();
                    assertThat(workerFixture.statusOf(next)).isEqualTo(TaskStatus.WAITING);
                    assertThat(workerFixture.stop()).isEqualTo(StopStatus.State.REQUESTED);
                    workerFixture.hardware.release(NV_SWITCH);
                });

        assertThat(workerFixture.execute(2, scriptedHeartbeat)).isEqualTo(NOT_ITS_OWN);

        assertThat(workerFixture.hardware.aborted()).isEmpty();
        assertThat(workerFixture.hardware.ended())
                .extracting(HardwareCommand::type)
                .containsExactly(NV_SWITCH);
        assertThat(workerFixture.site.store.lateOutcomes())
                .containsExactly(new LateOutcome(
                        workerFixture.task.id(),
                        RUN,
                        "Stage 2, NVSwitch: 2 succeeded, 0 failed",
                        workerFixture.site.clock.instant()));
        assertThat(workerFixture.stop()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(workerFixture.statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void after_the_drain_the_rack_stays_reserved_until_the_workflow_is_known_to_be_closed() {
        Task next = workerFixture.site.has(aWaitingTask().submittedAt(workerFixture.site.clock.instant()));

        assertThat(workerFixture.execute(2, workerFixture.beats())).isEqualTo(new ExecuteStageResult.Completed());
        workerFixture.cancel();
        workerFixture.site.reschedule(workerFixture.task);
        TaskStatus before = workerFixture.statusOf(next);
        workerFixture.confirmStop();

        assertThat(before).isEqualTo(TaskStatus.WAITING);
        assertThat(workerFixture.statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void nothing_is_retried_for_an_ended_task() {
        workerFixture.hardware.breaks(SWITCH, "no answer", 1);
        workerFixture.hardware.breaks(component(POWER_SHELF, 1), "no answer", 1);

        assertThat(workerFixture.execute(2, workerFixture.beats().at(1, workerFixture::cancel)))
                .isEqualTo(NOT_ITS_OWN);

        assertThat(workerFixture.hardware.calls()).hasSize(1);
        assertThat(workerFixture.site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly("Stage 2, NVSwitch: 1 succeeded, 1 failed");
    }

    @Test
    void a_failure_in_the_drain_ends_it() {
        workerFixture.hardware.takes(4, NV_SWITCH);
        workerFixture.hardware.breaks(SWITCH, "no answer", 2);

        assertThat(workerFixture.execute(2, workerFixture.beats().at(1, workerFixture::cancel)))
                .isEqualTo(NOT_ITS_OWN);

        assertThat(workerFixture.hardware.begun())
                .extracting(HardwareCommand::tryNumber)
                .containsExactly(1);
        assertThat(workerFixture.site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly("Stage 2, NVSwitch: 1 succeeded, 1 failed");
    }

    @Test
    void a_drain_that_does_not_end_is_given_up_after_its_timeout() {
        workerFixture.hardware.hold(NV_SWITCH);

        assertThat(workerFixture.execute(2, workerFixture.beats().at(1, workerFixture::cancel)))
                .isEqualTo(NOT_ITS_OWN);

        assertThat(workerFixture.site.store.inspectionAlerts())
                .extracting(InspectionAlert::reason)
                .containsOnly("It was given up when its time was over")
                .hasSize(2);
    }

    @Test
    void a_worker_that_shuts_down_during_the_drain_raises_alerts() {
        workerFixture.hardware.hold(NV_SWITCH);
        ScriptedHeartbeat scriptedHeartbeat =
                workerFixture.beats().at(1, workerFixture::cancel).signal(3, Signal.HAND_OVER);

        assertThat(workerFixture.execute(2, scriptedHeartbeat)).isInstanceOf(HandedOver.class);

        assertThat(workerFixture.site.store.inspectionAlerts())
                .extracting(InspectionAlert::reason)
                .containsOnly("The worker was shut down while it was being finished")
                .hasSize(2);
        assertThat(workerFixture.stop()).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    @Test
    void an_interruptible_step_is_cut_off_if_its_workflow_is_closed() {
        workerFixture.hardware.hold(COMPUTE);

        ExecuteStageResult result =
                workerFixture.execute(1, workerFixture.beats().signal(2, Signal.WORKFLOW_CLOSED));

        assertThat(result).isEqualTo(NOT_ITS_OWN);
        assertThat(workerFixture.hardware.aborted())
                .extracting(HardwareCommand::type)
                .containsExactly(COMPUTE);
        assertThat(workerFixture.reload().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void a_run_to_completion_step_is_finished_even_if_its_workflow_is_closed() {
        workerFixture.hardware.hold(NV_SWITCH);
        ScriptedHeartbeat scriptedHeartbeat = workerFixture
                .beats()
                .signal(1, Signal.WORKFLOW_CLOSED)
                .signal(2, Signal.WORKFLOW_CLOSED)
                .at(3, () -> workerFixture.hardware.release(NV_SWITCH));

        assertThat(workerFixture.execute(2, scriptedHeartbeat)).isEqualTo(NOT_ITS_OWN);

        assertThat(workerFixture.hardware.ended()).hasSize(1);
        assertThat(workerFixture.hardware.aborted()).isEmpty();
    }

    private boolean isLeased() {
        return workerFixture.site.holders(workerFixture.task).stream().anyMatch(Reservation::leased);
    }
}
