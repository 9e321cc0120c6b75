package io.nicotask.application.worker;

import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.application.worker.ExecuteStage.Heartbeat.Signal;
import io.nicotask.application.worker.ExecuteStage.Result.Completed;
import io.nicotask.application.worker.ExecuteStage.Result.HandedOver;
import io.nicotask.domain.task.TaskStatus;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An attempt that has lost its right to the rack, or does not know whether it still has it. */
final class StageLeaseTest {

    private final WorkerFixture fixture = new WorkerFixture();
    private final AtomicBoolean unavailable = new AtomicBoolean();

    @Test
    void an_attempt_that_was_paused_for_longer_than_its_lease_makes_no_more_calls() {
        fixture.hardware.hold(COMPUTE);
        int[] calls = new int[1];
        ScriptedHeartbeat heartbeat = fixture.beats().at(3, () -> {
            calls[0] = fixture.hardware.calls().size();
            fixture.site.clock.tick(RackLeases.DURATION);
        });

        ExecuteStage.Result result = fixture.execute(1, heartbeat);

        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(fixture.hardware.calls()).hasSize(calls[0]);
        assertThat(fixture.reload().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void an_attempt_whose_work_was_taken_over_makes_no_more_calls() {
        fixture.hardware.hold(COMPUTE);
        ExecuteStage.Result[] other = new ExecuteStage.Result[1];
        ScriptedHeartbeat heartbeat = fixture.beats().at(2, () -> {
            fixture.hardware.release(COMPUTE);
            other[0] = fixture.execute(1, fixture.beats());
        });

        ExecuteStage.Result result = fixture.execute(1, heartbeat);

        assertThat(other[0]).isEqualTo(new Completed());
        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(fixture.hardware.calls())
                .last()
                .satisfies(call -> assertThat(call.command().leaseNumber())
                        .isGreaterThan(
                                fixture.hardware.calls().getFirst().command().leaseNumber()));
    }

    @Test
    void another_attempt_continues_where_the_first_handed_over() {
        fixture.hardware.takes(4, COMPUTE);
        ExecuteStage.Result first = fixture.execute(1, fixture.beats().signal(2, Signal.HAND_OVER));

        ScriptedHeartbeat rest = fixture.beats();
        ExecuteStage.Result second = fixture.execute(1, rest);

        assertThat(first).isEqualTo(new HandedOver("The worker is shutting down"));
        assertThat(second).isEqualTo(new Completed());
        assertThat(rest.count()).isEqualTo(1);
        assertThat(fixture.hardware.cutOff()).isEmpty();
        assertThat(fixture.hardware.begun())
                .filteredOn(command -> command.type() == COMPUTE)
                .extracting(HardwareCommand::leaseNumber)
                .doesNotHaveDuplicates()
                .isSorted()
                .hasSize(2);
    }

    @Test
    void an_attempt_stops_when_a_later_reservation_uses_the_hardware() {
        fixture.hardware.hold(COMPUTE);
        ScriptedHeartbeat heartbeat = fixture.beats().at(1, this::laterReservationActs);

        ExecuteStage.Result result = fixture.execute(1, heartbeat);

        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(fixture.hardware.refused()).hasSize(1);
        assertThat(fixture.hardware.calls())
                .last()
                .satisfies(call -> assertThat(call.command().fencingToken()).isEqualTo(new FencingToken(4)));
    }

    @Test
    void work_continues_while_the_store_is_unavailable_for_less_than_the_lease() {
        fixture.hardware.takes(8, COMPUTE);
        ScriptedHeartbeat heartbeat =
                fixture.beats().at(2, () -> unavailable.set(true)).at(5, () -> unavailable.set(false));

        ExecuteStage.Result result = executeElsewhere(1, heartbeat);

        assertThat(result).isEqualTo(new Completed());
        assertThat(heartbeat.count()).isEqualTo(7);
        assertThat(fixture.report().stages().getFirst().steps().getLast().succeeded())
                .isEqualTo(2);
    }

    @Test
    void no_more_calls_are_made_when_the_store_is_unavailable_for_longer_than_the_lease() {
        fixture.hardware.hold(COMPUTE);
        ScriptedHeartbeat heartbeat = fixture.beats().at(2, () -> unavailable.set(true));

        ExecuteStage.Result result = executeElsewhere(1, heartbeat);

        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(heartbeat.count()).isEqualTo(6);
        assertThat(fixture.hardware.calls())
                .filteredOn(call -> call.command().type() == COMPUTE)
                .hasSize(6);
    }

    @Test
    void a_result_that_cannot_be_stored_does_not_end_the_stage() {
        fixture.hardware.takes(2, COMPUTE);
        ScriptedHeartbeat heartbeat = fixture.beats().at(1, () -> unavailable.set(true));

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(executeElsewhere(1, heartbeat)).isNull());
        unavailable.set(false);
        ExecuteStage.Result again = executeElsewhere(1, fixture.beats());

        assertThat(again).isEqualTo(new Completed());
        assertThat(fixture.report().stages().getFirst().steps().getLast().succeeded())
                .isEqualTo(2);
    }

    @Test
    void the_work_begins_only_after_the_lease_was_stored() {
        unavailable.set(true);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(
                        () -> assertThat(executeElsewhere(1, fixture.beats())).isNull());

        assertThat(fixture.hardware.calls()).isEmpty();
    }

    @Test
    void an_attempt_renews_the_lease_of_its_own_stage_only() {
        fixture.hardware.hold(POWER_SHELF);
        ExecuteStage.Result[] other = new ExecuteStage.Result[1];
        ScriptedHeartbeat heartbeat = fixture.beats()
                .at(1, () -> other[0] = fixture.execute(2, fixture.beats()))
                .at(2, () -> fixture.hardware.release(POWER_SHELF));

        ExecuteStage.Result result = fixture.execute(1, heartbeat);

        assertThat(other[0]).isEqualTo(new Completed());
        assertThat(result).isEqualTo(new Completed());
    }

    private ExecuteStage.Result executeElsewhere(int stage, Heartbeat heartbeat) {
        return fixture.executeStage(fixture.site.failingWhen(unavailable::get))
                .execute(fixture.workflowRun(), stage, heartbeat);
    }

    /** The worker of the next task has sent a command to the hardware. */
    private void laterReservationActs() {
        Call last = fixture.hardware.calls().getLast();
        HardwareCommand command = last.command();
        assertThat(fixture.hardware.quiesce(new HardwareCommand(
                        command.task(),
                        command.run(),
                        command.leaseNumber() + 1,
                        new FencingToken(4),
                        command.rack(),
                        command.operation(),
                        command.stage(),
                        command.type(),
                        command.components(),
                        command.interruptPolicy(),
                        2)))
                .isNotEmpty();
    }
}
