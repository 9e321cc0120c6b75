package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.SiteFixture.VALIDATOR;
import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.FailingPorts;
import io.nicotask.application.SiteFixture;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.stop.ResolveStopCommand;
import io.nicotask.application.stop.ResolveStopResult;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The promise down to the hardware: whatever becomes of the worker, the database, the hardware's line or the clocks,
 * the next task gets the rack only after every component was seen to end, and the stop is confirmed only then.
 */
final class HardwarePromiseTest {

    private static final ExecuteStageResult NOT_ITS_OWN =
            new ExecuteStageResult.Refused("The task is not this run's any more");

    private final WorkerFixture worker = new WorkerFixture();
    private final SiteFixture site = worker.site;
    private final ScriptedHardware hardware = worker.hardware;
    private final Task next = site.has(aWaitingTask().submittedAt(site.clock.instant()));
    private final AtomicBoolean away = new AtomicBoolean();

    @Test
    void a_cancelled_step_is_seen_to_its_end_after_its_worker_has_left() {
        hardware.hold(NV_SWITCH);
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();

        worker.observeFor(Duration.ofMinutes(5));

        assertHeld(StopStatus.State.REQUESTED);
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        assertHandedOn();
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

        assertHeld(StopStatus.State.NEEDS_ATTENTION);
        hardware.has(2, NV_SWITCH);
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofMinutes(1));
        assertHandedOn();
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
        ExecuteStageResult result =
                worker.executeStage(site.failingWhen(away::get)).execute(worker.workflowRun(), 2, beats);
        worker.cancel();
        worker.confirmStop();

        assertThat(result).isInstanceOf(ExecuteStageResult.HandedOver.class);
        assertHeld(StopStatus.State.REQUESTED);
        site.clock.tick(StopStatus.ATTENTION_AFTER.plusSeconds(1));
        assertHeld(StopStatus.State.NEEDS_ATTENTION);
        worker.observe();
        assertHeld(StopStatus.State.REQUESTED);
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        assertHandedOn();
    }

    @Test
    void a_step_that_outlasts_its_time_limit_fails_its_task_and_keeps_the_rack() {
        hardware.hold(NV_SWITCH);
        ExecuteStageResult result = worker.execute(2, worker.beats());
        finishFailed(result);
        worker.confirmStop();

        worker.observeFor(Duration.ofMinutes(2));

        assertThat(worker.reload().status()).isEqualTo(TaskStatus.FAILED);
        assertHeld(StopStatus.State.NEEDS_ATTENTION);
        assertThat(openStops())
                .extracting(UnconfirmedStop::status, UnconfirmedStop::reason)
                .containsExactly(tuple(
                        TaskStatus.FAILED,
                        Optional.of("Not confirmed in time: Stage 2, NVSwitch: 2 of 2 components have not ended")));
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        assertHandedOn();
        assertThat(hardware.cutOff()).isEmpty();
    }

    @Test
    void an_interruptible_step_over_its_time_limit_is_cut_off_once_its_task_has_failed() {
        hardware.hold(COMPUTE);
        ExecuteStageResult result = worker.execute(1, worker.beats());
        assertThat(hardware.cutOff()).isEmpty();
        finishFailed(result);
        worker.observe();

        assertThat(hardware.cutOff()).hasSize(1);
        assertThat(worker.unfinishedSteps()).isEmpty();
    }

    @Test
    void a_wall_clock_that_steps_three_hours_ahead_ends_nothing_at_the_hardware() {
        hardware.hold(NV_SWITCH);
        SettableClock wall = new SettableClock(site.clock.instant());
        Heartbeat beats = worker.beats().at(1, () -> wall.tick(Duration.ofHours(3)));
        ExecuteStageResult result = ExecuteStage.using(site.withClock(wall), worker.rules, hardware, worker.clock)
                .execute(worker.workflowRun(), 2, beats);
        finishFailed(result);
        worker.confirmStop();

        worker.observeFor(Duration.ofMinutes(1));

        assertThat(result).isEqualTo(new ExecuteStageResult.Failed("NVSwitch did not finish within 600 s"));
        assertHeld(StopStatus.State.REQUESTED);
        assertThat(hardware.isActing(worker.task.id())).isTrue();
        hardware.release(NV_SWITCH);
        worker.observeFor(Duration.ofSeconds(1));
        assertHandedOn();
    }

    @Test
    void a_task_cancelled_before_any_command_got_through_never_begins() {
        ExecuteStage unreachable =
                ExecuteStage.using(site.ports, worker.rules, unreachableWhile(new AtomicBoolean(true)), worker.clock);
        assertThat(unreachable.execute(worker.workflowRun(), 2, worker.beats().at(2, worker::cancel)))
                .isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        site.clock.tick(Duration.ofSeconds(28));
        assertHeld(StopStatus.State.REQUESTED);

        worker.observe();

        assertHandedOn();
        assertThat(hardware.begun()).isEmpty();
    }

    @Test
    void unreachable_hardware_holds_the_rack_and_needs_attention_until_it_can_be_reached() {
        hardware.hold(NV_SWITCH);
        AtomicBoolean unreachable = new AtomicBoolean();
        ObserveSteps observers = ObserveSteps.using(site.ports, unreachableWhile(unreachable));
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        hardware.release(NV_SWITCH);
        unreachable.set(true);

        for (int second = 1; second <= 61; second++) {
            site.clock.tick(Duration.ofSeconds(1));
            observers.claimDue(Set.of(SITE), 10).forEach(Runnable::run);
        }

        assertHeld(StopStatus.State.NEEDS_ATTENTION);
        assertThat(openStops().getFirst().stop().lastCause()).isEqualTo("Stage 2, NVSwitch: no route to the rack");
        unreachable.set(false);
        site.clock.tick(Duration.ofSeconds(1));
        assertThat(observers.claimDue(Set.of(SITE), 10))
                .as("after a minute it is asked once a minute")
                .isEmpty();
        site.clock.tick(Duration.ofMinutes(1));
        observers.claimDue(Set.of(SITE), 10).forEach(Runnable::run);
        assertHandedOn();
    }

    @Test
    void a_cancel_between_two_attempts_cuts_off_what_the_first_has_begun() {
        hardware.hold(COMPUTE);
        ExecuteStageResult first = worker.execute(1, worker.beats().signal(2, Heartbeat.Signal.HAND_OVER));
        worker.cancel();
        worker.confirmStop();

        assertThat(first).isInstanceOf(ExecuteStageResult.HandedOver.class);
        assertHeld(StopStatus.State.REQUESTED);
        worker.observe();
        assertHandedOn();
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

        assertHeld(StopStatus.State.REQUESTED);
        assertThat(hardware.isActing(worker.task.id())).isTrue();
        worker.observe();
        assertThat(hardware.isActing(worker.task.id())).isFalse();
        assertHandedOn();
    }

    @Test
    void a_command_that_arrives_after_everything_was_answered_begins_nothing() {
        List<HardwareCommand> underWay = new ArrayList<>();
        RackHardware losing = FailingPorts.callingBefore(RackHardware.class, hardware, (method, arguments) -> {
            if (method.equals("ensure")) {
                underWay.add((HardwareCommand) arguments[0]);
                throw new IllegalStateException("timed out");
            }
        });
        assertThat(ExecuteStage.using(site.ports, worker.rules, losing, worker.clock)
                        .execute(worker.workflowRun(), 2, worker.beats().at(1, worker::cancel)))
                .isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        assertHandedOn();

        assertThatExceptionOfType(StaleFencingToken.class)
                .isThrownBy(
                        () -> assertThat(hardware.ensure(underWay.getFirst())).isNull());
    }

    @Test
    void a_step_that_hangs_under_a_healthy_observer_can_be_resolved_when_its_time_is_over() {
        hardware.hold(NV_SWITCH);
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        worker.observeFor(Duration.ofMinutes(9));
        assertThat(resolve()).isInstanceOf(ResolveStopResult.InProgress.class);

        worker.observeFor(Duration.ofMinutes(2));

        assertHeld(StopStatus.State.NEEDS_ATTENTION);
        assertThat(resolve()).isInstanceOf(ResolveStopResult.Resolved.class);
        assertHandedOn();
    }

    @Test
    void a_component_that_the_hardware_does_not_know_of_holds_the_rack_until_an_operator_resolves_the_stop() {
        hardware.hold(NV_SWITCH);
        hardware.answersQuiesce(component(NV_SWITCH, 2), new ComponentStatus.Unknown("memory lost"));
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();

        assertHeld(StopStatus.State.NEEDS_ATTENTION);
        assertThat(openStops().getFirst().alerts())
                .extracting(InspectionAlert::type, InspectionAlert::component, InspectionAlert::reason)
                .containsExactly(tuple(NV_SWITCH, component(NV_SWITCH, 2), "memory lost"));
        assertThat(resolve()).isInstanceOf(ResolveStopResult.Resolved.class);
        assertHandedOn();
    }

    @Test
    void nothing_is_ensured_once_the_task_has_ended() {
        hardware.hold(COMPUTE);
        hardware.breaks(component(POWER_SHELF, 1), "no answer", 1);
        hardware.takes(3, POWER_SHELF);
        assertThat(worker.execute(1, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        int ensured = hardware.begun().size();

        worker.observeFor(Duration.ofSeconds(5));

        assertThat(hardware.begun()).hasSize(ensured);
        assertThat(site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactlyInAnyOrder(
                        "Stage 1, PowerShelf: 0 succeeded, 0 failed", "Stage 1, Compute: 0 succeeded, 0 failed");
    }

    @Test
    void a_stage_that_is_done_leaves_no_step_and_one_that_goes_on_all() {
        hardware.hold(COMPUTE);
        assertThat(worker.execute(1, worker.beats().signal(2, Heartbeat.Signal.HAND_OVER)))
                .isInstanceOf(ExecuteStageResult.HandedOver.class);
        List<UnfinishedStep> handedOver = worker.unfinishedSteps();
        hardware.release(COMPUTE);

        assertThat(worker.execute(1, worker.beats())).isEqualTo(new ExecuteStageResult.Completed());

        assertThat(handedOver).extracting(step -> step.key().type()).contains(COMPUTE, POWER_SHELF);
        assertThat(worker.unfinishedSteps()).isEmpty();
    }

    @Test
    void a_step_is_recorded_before_the_first_command() {
        AtomicInteger unrecorded = new AtomicInteger();
        RackHardware watched = FailingPorts.callingBefore(RackHardware.class, hardware, (method, arguments) -> {
            if (method.equals("ensure") && worker.unfinishedSteps().isEmpty()) {
                unrecorded.incrementAndGet();
            }
        });

        assertThat(ExecuteStage.using(site.ports, worker.rules, watched, worker.clock)
                        .execute(worker.workflowRun(), 1, worker.beats()))
                .isEqualTo(new ExecuteStageResult.Completed());

        assertThat(unrecorded).hasValue(0);
    }

    @Test
    void observers_of_another_site_leave_the_step_alone() {
        hardware.hold(COMPUTE);
        assertThat(worker.execute(1, worker.beats().signal(2, Heartbeat.Signal.HAND_OVER)))
                .isInstanceOf(ExecuteStageResult.HandedOver.class);
        worker.cancel();

        assertThat(ObserveSteps.using(site.ports, hardware).claimDue(Set.of(SECOND_SITE), 10))
                .isEmpty();
    }

    private RackHardware unreachableWhile(AtomicBoolean unreachable) {
        return FailingPorts.callingBefore(RackHardware.class, hardware, (method, arguments) -> {
            if (!method.equals("components") && unreachable.get()) {
                throw new IllegalStateException("no route to the rack");
            }
        });
    }

    private void finishFailed(ExecuteStageResult result) {
        assertThat(result).isInstanceOf(ExecuteStageResult.Failed.class);
        String error = ((ExecuteStageResult.Failed) result).error();
        assertThat(worker.finish(new FinishTask.WorkResult.Failure(error))).isEqualTo(new FinishTaskResult.Finished());
    }

    private ResolveStopResult resolve() {
        return ResolveStop.using(site.ports, VALIDATOR)
                .resolve(new ResolveStopCommand(CALLER, ORG, SITE, worker.task.id(), "inspected", ORIGIN));
    }

    private List<UnconfirmedStop> openStops() {
        return site.store.stopQueries().findUnconfirmed(site.scopeOf(worker.task), null, 10);
    }

    private void assertHeld(StopStatus.State stop) {
        site.reschedule(worker.task);
        assertThat(worker.statusOf(next)).isEqualTo(TaskStatus.WAITING);
        assertThat(worker.stop()).isEqualTo(stop);
        assertThat(openStops()).extracting(UnconfirmedStop::task).containsExactly(worker.task.id());
    }

    private void assertHandedOn() {
        assertThat(worker.statusOf(next)).isEqualTo(TaskStatus.PENDING);
        assertThat(worker.stop()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(openStops()).isEmpty();
        assertThat(hardware.overlaps()).isEmpty();
    }
}
