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

    private static final Refused NOT_OWNED = new Refused("The task is not this run's any more");
    private static final ComponentId SWITCH = component(NV_SWITCH, 1);

    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void an_interruptible_step_is_cut_off_once_and_completed_steps_stay_done() {
        fixture.hardware.hold(COMPUTE);

        ExecuteStageResult result = fixture.execute(1, fixture.beats().at(2, fixture::cancel));

        assertThat(result).isEqualTo(NOT_OWNED);
        assertThat(fixture.hardware.aborted()).extracting(HardwareCommand::type).containsExactly(COMPUTE);
        assertThat(fixture.hardware.ended()).extracting(HardwareCommand::type).containsExactly(POWER_SHELF);
        assertThat(fixture.site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly(
                        "Stage 1, PowerShelf: 2 succeeded, 0 failed", "Stage 1, Compute: 0 succeeded, 0 failed");
    }

    @Test
    void the_drain_does_not_change_the_report() {
        fixture.hardware.hold(COMPUTE);
        TaskReport[] closed = new TaskReport[1];
        ScriptedHeartbeat heartbeat = fixture.beats().at(2, () -> {
            fixture.cancel();
            closed[0] = fixture.report();
        });

        assertThat(fixture.execute(1, heartbeat)).isEqualTo(NOT_OWNED);

        assertThat(fixture.report()).isEqualTo(closed[0]);
        assertThat(closed[0].error()).contains("Cancelled by user");
    }

    @Test
    void quiesce_is_repeated_while_the_lease_lives() {
        fixture.hardware.hold(COMPUTE);
        fixture.hardware.answersQuiesce(
                component(COMPUTE, 1),
                new QuiesceStatus.StillRunning(),
                new QuiesceStatus.StillRunning(),
                new QuiesceStatus.Stopped());
        ScriptedHeartbeat heartbeat = fixture.beats()
                .at(1, fixture::cancel)
                .at(3, () -> assertThat(isLeased()).isTrue());

        assertThat(fixture.execute(1, heartbeat)).isEqualTo(NOT_OWNED);

        assertThat(heartbeat.count()).isEqualTo(3);
        assertThat(isLeased()).isFalse();
        assertThat(fixture.site.store.inspectionAlerts()).isEmpty();
    }

    @Test
    void a_component_that_needs_inspection_raises_an_alert() {
        fixture.hardware.hold(COMPUTE);
        fixture.hardware.answersQuiesce(component(COMPUTE, 2), new QuiesceStatus.NeedsInspection("half on"));

        assertThat(fixture.execute(1, fixture.beats().at(1, fixture::cancel))).isEqualTo(NOT_OWNED);

        assertThat(fixture.site.store.inspectionAlerts())
                .containsExactly(new InspectionAlert(
                        fixture.task.id(), COMPUTE, component(COMPUTE, 2), "half on", fixture.site.clock.instant()));
        assertThat(fixture.stop()).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    @Test
    void a_run_to_completion_step_is_drained_before_the_next_task_gets_the_rack() {
        Task next = fixture.site.has(aWaitingTask().submittedAt(fixture.site.clock.instant()));
        fixture.hardware.hold(NV_SWITCH);
        ScriptedHeartbeat heartbeat = fixture.beats()
                .at(1, fixture::cancel)
                .at(2, fixture::confirmStop)
                .at(9, () -> {
                    assertThat(isLeased()).isTrue();
                    assertThat(fixture.statusOf(next)).isEqualTo(TaskStatus.WAITING);
                    assertThat(fixture.stop()).isEqualTo(StopStatus.State.REQUESTED);
                    fixture.hardware.release(NV_SWITCH);
                });

        assertThat(fixture.execute(2, heartbeat)).isEqualTo(NOT_OWNED);

        assertThat(fixture.hardware.aborted()).isEmpty();
        assertThat(fixture.hardware.ended()).extracting(HardwareCommand::type).containsExactly(NV_SWITCH);
        assertThat(fixture.site.store.lateOutcomes())
                .containsExactly(new LateOutcome(
                        fixture.task.id(),
                        RUN,
                        "Stage 2, NVSwitch: 2 succeeded, 0 failed",
                        fixture.site.clock.instant()));
        assertThat(fixture.stop()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(fixture.statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void after_the_drain_the_rack_stays_reserved_until_the_workflow_is_known_to_be_closed() {
        Task next = fixture.site.has(aWaitingTask().submittedAt(fixture.site.clock.instant()));

        assertThat(fixture.execute(2, fixture.beats())).isEqualTo(new ExecuteStageResult.Completed());
        fixture.cancel();
        fixture.site.reschedule(fixture.task);
        TaskStatus before = fixture.statusOf(next);
        fixture.confirmStop();

        assertThat(before).isEqualTo(TaskStatus.WAITING);
        assertThat(fixture.statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void nothing_is_retried_for_an_ended_task() {
        fixture.hardware.breaks(SWITCH, "no answer", 1);
        fixture.hardware.breaks(component(POWER_SHELF, 1), "no answer", 1);

        assertThat(fixture.execute(2, fixture.beats().at(1, fixture::cancel))).isEqualTo(NOT_OWNED);

        assertThat(fixture.hardware.calls()).hasSize(1);
        assertThat(fixture.site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly("Stage 2, NVSwitch: 1 succeeded, 1 failed");
    }

    @Test
    void a_failure_in_the_drain_ends_it() {
        fixture.hardware.takes(4, NV_SWITCH);
        fixture.hardware.breaks(SWITCH, "no answer", 2);

        assertThat(fixture.execute(2, fixture.beats().at(1, fixture::cancel))).isEqualTo(NOT_OWNED);

        assertThat(fixture.hardware.begun())
                .extracting(HardwareCommand::tryNumber)
                .containsExactly(1);
        assertThat(fixture.site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly("Stage 2, NVSwitch: 1 succeeded, 1 failed");
    }

    @Test
    void a_drain_that_does_not_end_is_given_up_after_its_timeout() {
        fixture.hardware.hold(NV_SWITCH);

        assertThat(fixture.execute(2, fixture.beats().at(1, fixture::cancel))).isEqualTo(NOT_OWNED);

        assertThat(fixture.site.store.inspectionAlerts())
                .extracting(InspectionAlert::reason)
                .containsOnly("It was given up when its time was over")
                .hasSize(2);
    }

    @Test
    void a_worker_that_shuts_down_during_the_drain_raises_alerts() {
        fixture.hardware.hold(NV_SWITCH);
        ScriptedHeartbeat heartbeat = fixture.beats().at(1, fixture::cancel).signal(3, Signal.HAND_OVER);

        assertThat(fixture.execute(2, heartbeat)).isInstanceOf(HandedOver.class);

        assertThat(fixture.site.store.inspectionAlerts())
                .extracting(InspectionAlert::reason)
                .containsOnly("The worker was shut down while it was being finished")
                .hasSize(2);
        assertThat(fixture.stop()).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    @Test
    void an_interruptible_step_is_cut_off_if_its_workflow_is_closed() {
        fixture.hardware.hold(COMPUTE);

        ExecuteStageResult result = fixture.execute(1, fixture.beats().signal(2, Signal.WORKFLOW_CLOSED));

        assertThat(result).isEqualTo(NOT_OWNED);
        assertThat(fixture.hardware.aborted()).extracting(HardwareCommand::type).containsExactly(COMPUTE);
        assertThat(fixture.reload().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void a_run_to_completion_step_is_finished_even_if_its_workflow_is_closed() {
        fixture.hardware.hold(NV_SWITCH);
        ScriptedHeartbeat heartbeat = fixture.beats()
                .signal(1, Signal.WORKFLOW_CLOSED)
                .signal(2, Signal.WORKFLOW_CLOSED)
                .at(3, () -> fixture.hardware.release(NV_SWITCH));

        assertThat(fixture.execute(2, heartbeat)).isEqualTo(NOT_OWNED);

        assertThat(fixture.hardware.ended()).hasSize(1);
        assertThat(fixture.hardware.aborted()).isEmpty();
    }

    private boolean isLeased() {
        return fixture.site.holders(fixture.task).stream().anyMatch(Reservation::leased);
    }
}
