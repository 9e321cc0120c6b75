package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The promise down to the hardware: whatever becomes of the worker, the database, the hardware's line or the clocks,
 * the next task gets the rack only after every component was seen to end, and the stop is confirmed only then.
 */
final class HardwarePromiseTest {

    private static final ExecuteStage.Result NOT_ITS_OWN =
            new ExecuteStage.Result.Refused("The task is not this run's any more");

    private final RackInUse rack = new RackInUse();
    private final WorkerFixture worker = rack.worker;
    private final SiteFixture site = worker.site;
    private final ScriptedHardware hardware = worker.hardware;
    private final AtomicBoolean away = new AtomicBoolean();

    @Test
    void a_cancelled_step_is_seen_to_its_end_after_its_worker_has_left() {
        hardware.hold(NV_SWITCH);
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();

        worker.observeFor(Duration.ofMinutes(5));

        rack.assertHeld(StopStatus.DRAINING);
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        rack.assertHandedOn();
        assertThat(hardware.cutOff()).isEmpty();
        assertThat(site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly("Stage 2, NVSwitch: 2 succeeded, 0 failed");
    }

    @Test
    void a_step_stays_unfinished_while_the_hardware_lists_none_of_its_components() {
        hardware.hold(NV_SWITCH);
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        hardware.has(0, NV_SWITCH);

        worker.observeFor(Duration.ofMinutes(2));

        rack.assertHeld(StopStatus.NEEDS_ATTENTION);
        hardware.has(2, NV_SWITCH);
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofMinutes(1));
        rack.assertHandedOn();
    }

    @Test
    void an_attempt_completes_no_stage_while_the_hardware_lists_none_of_its_components() {
        hardware.has(0, NV_SWITCH);

        assertThatIllegalStateException()
                .isThrownBy(() -> worker.execute(2, worker.beats()))
                .withMessage("The hardware lists no component of type NVSwitch");

        assertThat(worker.unfinishedSteps()).hasSize(1);
    }

    @Test
    void a_database_that_is_away_for_longer_than_a_lease_frees_no_rack() {
        hardware.hold(NV_SWITCH);
        Heartbeat beats = worker.beats().at(2, () -> away.set(true));
        ExecuteStage.Result result =
                worker.executeStage(site.failingWhen(away::get)).execute(worker.workflowRun(), 2, beats);
        worker.cancel();
        worker.confirmStop();

        assertThat(result).isInstanceOf(ExecuteStage.Result.HandedOver.class);
        rack.assertHeld(StopStatus.DRAINING);
        site.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
        rack.assertHeld(StopStatus.NEEDS_ATTENTION);
        worker.observe();
        rack.assertHeld(StopStatus.DRAINING);
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        rack.assertHandedOn();
    }

    @Test
    void a_step_that_outlasts_its_time_limit_fails_its_task_and_keeps_the_rack() {
        hardware.hold(NV_SWITCH);
        ExecuteStage.Result result = worker.execute(2, worker.beats());
        rack.finishFailed(result);
        worker.confirmStop();

        worker.observeFor(Duration.ofMinutes(2));

        assertThat(worker.reload().status()).isEqualTo(TaskStatus.FAILED);
        rack.assertHeld(StopStatus.NEEDS_ATTENTION);
        assertThat(rack.openStops())
                .extracting(UnconfirmedStop::status, UnconfirmedStop::reason)
                .containsExactly(tuple(
                        TaskStatus.FAILED,
                        Optional.of("Not confirmed in time: Stage 2, NVSwitch: 2 of 2 components have not ended")));
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        rack.assertHandedOn();
        assertThat(hardware.cutOff()).isEmpty();
    }

    @Test
    void an_interruptible_step_over_its_time_limit_is_cut_off_once_its_task_has_failed() {
        hardware.hold(COMPUTE);
        ExecuteStage.Result result = worker.execute(1, worker.beats());
        assertThat(hardware.cutOff()).isEmpty();
        rack.finishFailed(result);
        worker.observe();

        assertThat(hardware.cutOff()).hasSize(1);
        assertThat(worker.unfinishedSteps()).isEmpty();
    }

    @Test
    void a_wall_clock_that_steps_three_hours_ahead_ends_nothing_at_the_hardware() {
        hardware.hold(NV_SWITCH);
        SettableClock wall = new SettableClock(site.clock.instant());
        Heartbeat beats = worker.beats().at(1, () -> wall.tick(Duration.ofHours(3)));
        ExecuteStage.Result result = new ExecuteStageService(
                        site.withClock(wall), worker.rules, hardware, worker.processLease(site.withClock(wall)))
                .execute(worker.workflowRun(), 2, beats);
        rack.finishFailed(result);
        worker.confirmStop();

        worker.observeFor(Duration.ofMinutes(1));

        assertThat(result).isEqualTo(new ExecuteStage.Result.Failed("NVSwitch did not finish within 600 s"));
        rack.assertHeld(StopStatus.DRAINING);
        assertThat(hardware.isActing(worker.task.id())).isTrue();
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        rack.assertHandedOn();
    }

    @Test
    void a_task_cancelled_before_any_command_got_through_never_begins() {
        ExecuteStage unreachable = new ExecuteStageService(
                site.ports, worker.rules, rack.unreachableWhile(new AtomicBoolean(true)), worker.lease);
        assertThat(unreachable.execute(worker.workflowRun(), 2, worker.beats().at(2, worker::cancel)))
                .isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        site.clock.tick(Duration.ofSeconds(28));
        rack.assertHeld(StopStatus.DRAINING);

        worker.observe();

        rack.assertHandedOn();
        assertThat(hardware.begun()).isEmpty();
    }

    @Test
    void unreachable_hardware_holds_the_rack_and_needs_attention_until_it_can_be_reached() {
        hardware.hold(NV_SWITCH);
        AtomicBoolean unreachable = new AtomicBoolean();
        ObserveSteps observers = ObserveSteps.using(site.ports, rack.unreachableWhile(unreachable));
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        hardware.release(NV_SWITCH);
        unreachable.set(true);

        for (int second = 1; second <= 61; second++) {
            site.clock.tick(Duration.ofSeconds(1));
            observers.claimDue(Set.of(SITE), 10).forEach(Runnable::run);
        }

        rack.assertHeld(StopStatus.NEEDS_ATTENTION);
        assertThat(rack.openStops().getFirst().delivery().lastCause())
                .isEqualTo("Stage 2, NVSwitch: no route to the rack");
        unreachable.set(false);
        site.clock.tick(Duration.ofSeconds(1));
        assertThat(observers.claimDue(Set.of(SITE), 10))
                .as("after a minute it is asked once a minute")
                .isEmpty();
        site.clock.tick(Duration.ofMinutes(1));
        observers.claimDue(Set.of(SITE), 10).forEach(Runnable::run);
        rack.assertHandedOn();
    }

    @Test
    void a_cancel_between_two_attempts_cuts_off_what_the_first_has_begun() {
        hardware.hold(COMPUTE);
        ExecuteStage.Result first = worker.execute(1, worker.beats().signal(2, Heartbeat.Signal.HAND_OVER));
        worker.cancel();
        worker.confirmStop();

        assertThat(first).isInstanceOf(ExecuteStage.Result.HandedOver.class);
        rack.assertHeld(StopStatus.DRAINING);
        worker.observe();
        rack.assertHandedOn();
        assertThat(hardware.cutOff()).extracting(HardwareCommand::type).containsOnly(COMPUTE);
    }

    @Test
    void what_a_dead_worker_has_begun_is_cut_off_before_the_stop_is_confirmed() {
        hardware.hold(COMPUTE);
        assertThatThrownBy(() -> assertThat(worker.execute(1, worker.beats().at(3, () -> {
                            throw new AssertionError("killed");
                        })))
                        .isNull())
                .hasMessage("killed");
        worker.cancel();
        worker.confirmStop();
        site.clock.tick(RackLeases.DURATION.plusSeconds(1));
        site.reschedule(worker.task);

        rack.assertHeld(StopStatus.DRAINING);
        assertThat(hardware.isActing(worker.task.id())).isTrue();
        worker.observe();
        assertThat(hardware.isActing(worker.task.id())).isFalse();
        rack.assertHandedOn();
    }
}
