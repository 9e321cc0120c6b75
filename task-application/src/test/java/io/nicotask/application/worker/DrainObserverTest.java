package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.FailingPorts;
import io.nicotask.application.SiteFixture;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.application.port.StopQueries.InspectionAlert;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.domain.stop.StopStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What observers do with the unfinished steps of a task that has ended: they call {@code quiesce}, and record what it answers. */
final class DrainObserverTest {

    private static final ExecuteStage.Result NOT_ITS_OWN =
            new ExecuteStage.Result.Refused("The task is not this run's any more");

    private final RackInUse rack = new RackInUse();
    private final WorkerFixture worker = rack.worker;
    private final SiteFixture site = worker.site;
    private final ScriptedHardware hardware = worker.hardware;

    @Test
    void a_command_that_arrives_after_everything_was_answered_begins_nothing() {
        List<HardwareCommand> underWay = new ArrayList<>();
        RackHardware losing = FailingPorts.callingBefore(RackHardware.class, hardware, (method, arguments) -> {
            if (method.equals("ensure")) {
                underWay.add((HardwareCommand) arguments[0]);
                throw new IllegalStateException("timed out");
            }
        });
        assertThat(new ExecuteStageService(site.ports, worker.rules, losing, worker.lease)
                        .execute(worker.workflowRun(), 2, worker.beats().at(1, worker::cancel)))
                .isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();
        rack.assertHandedOn();

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
        assertThat(rack.resolve()).isInstanceOf(ResolveStop.Result.InProgress.class);

        worker.observeFor(Duration.ofMinutes(2));

        rack.assertHeld(StopStatus.NEEDS_ATTENTION);
        assertThat(rack.resolve()).isInstanceOf(ResolveStop.Result.Resolved.class);
        rack.assertHandedOn();
    }

    @Test
    void a_component_that_the_hardware_does_not_know_of_holds_the_rack_until_an_operator_resolves_the_stop() {
        hardware.hold(NV_SWITCH);
        hardware.answersQuiesce(component(NV_SWITCH, 2), new ComponentStatus.Unknown("memory lost"));
        assertThat(worker.execute(2, worker.beats().at(1, worker::cancel))).isEqualTo(NOT_ITS_OWN);
        worker.confirmStop();

        rack.assertHeld(StopStatus.NEEDS_ATTENTION);
        assertThat(rack.openStops().getFirst().alerts())
                .extracting(InspectionAlert::type, InspectionAlert::component, InspectionAlert::reason)
                .containsExactly(tuple(NV_SWITCH, component(NV_SWITCH, 2), "memory lost"));
        assertThat(rack.resolve()).isInstanceOf(ResolveStop.Result.Resolved.class);
        rack.assertHandedOn();
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
                .isInstanceOf(ExecuteStage.Result.HandedOver.class);
        List<UnfinishedStep> handedOver = worker.unfinishedSteps();
        hardware.release(COMPUTE);

        assertThat(worker.execute(1, worker.beats())).isEqualTo(new ExecuteStage.Result.Completed());

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

        assertThat(new ExecuteStageService(site.ports, worker.rules, watched, worker.lease)
                        .execute(worker.workflowRun(), 1, worker.beats()))
                .isEqualTo(new ExecuteStage.Result.Completed());

        assertThat(unrecorded).hasValue(0);
    }

    @Test
    void observers_of_another_site_leave_the_step_alone() {
        hardware.hold(COMPUTE);
        assertThat(worker.execute(1, worker.beats().signal(2, Heartbeat.Signal.HAND_OVER)))
                .isInstanceOf(ExecuteStage.Result.HandedOver.class);
        worker.cancel();

        assertThat(ObserveSteps.using(site.ports, hardware).claimDue(Set.of(SECOND_SITE), 10))
                .isEmpty();
    }
}
