package io.nicotask.application.worker;

import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.ExecuteStageResult.Completed;
import io.nicotask.application.worker.ExecuteStageResult.HandedOver;
import io.nicotask.application.worker.ExecuteStageResult.Refused;
import io.nicotask.application.worker.Heartbeat.Signal;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.FencingToken;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An attempt that has lost its right to the rack, or does not know whether it still has it. */
final class StageLeaseTest {

    private final WorkerFixture workerFixture = new WorkerFixture();
    private final AtomicBoolean away = new AtomicBoolean();

    @Test
    void an_attempt_that_was_paused_for_longer_than_its_lease_makes_no_more_calls() {
        workerFixture.hardware.hold(COMPUTE);
        int[] calls = new int[1];
        ScriptedHeartbeat scriptedHeartbeat = workerFixture.beats().at(3, () -> {
            calls[0] = workerFixture.hardware.calls().size();
            workerFixture.site.clock.tick(RackLeases.DURATION);
        });

        ExecuteStageResult result = workerFixture.execute(1, scriptedHeartbeat);

        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(workerFixture.hardware.calls()).hasSize(calls[0]);
        assertThat(workerFixture.reload().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void an_attempt_whose_work_was_taken_over_makes_no_more_calls() {
        workerFixture.hardware.hold(COMPUTE);
        ExecuteStageResult[] other = new ExecuteStageResult[1];
        ScriptedHeartbeat scriptedHeartbeat = workerFixture.beats().at(2, () -> {
            workerFixture.hardware.release(COMPUTE);
            other[0] = workerFixture.execute(1, workerFixture.beats());
        });

        ExecuteStageResult result = workerFixture.execute(1, scriptedHeartbeat);

        assertThat(other[0]).isEqualTo(new Completed());
        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(workerFixture.hardware.calls())
                .last()
                .satisfies(call -> assertThat(call.command().leaseNumber()).isEqualTo(2));
    }

    @Test
    void another_attempt_continues_where_the_first_handed_over() {
        workerFixture.hardware.takes(4, COMPUTE);
        ExecuteStageResult first =
                workerFixture.execute(1, workerFixture.beats().signal(2, Signal.HAND_OVER));

        ScriptedHeartbeat rest = workerFixture.beats();
        ExecuteStageResult second = workerFixture.execute(1, rest);

        assertThat(first).isEqualTo(new HandedOver("The worker is shutting down"));
        assertThat(second).isEqualTo(new Completed());
        assertThat(rest.count()).isEqualTo(1);
        assertThat(workerFixture.hardware.aborted()).isEmpty();
        assertThat(workerFixture.hardware.begun())
                .filteredOn(command -> command.type() == COMPUTE)
                .extracting(HardwareCommand::leaseNumber)
                .containsExactly(1L, 2L);
    }

    @Test
    void an_attempt_stops_when_a_later_reservation_uses_the_hardware() {
        workerFixture.hardware.hold(COMPUTE);
        ScriptedHeartbeat scriptedHeartbeat = workerFixture.beats().at(1, this::laterGrantActs);

        ExecuteStageResult result = workerFixture.execute(1, scriptedHeartbeat);

        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(workerFixture.hardware.refused()).hasSize(1);
        assertThat(workerFixture.hardware.calls())
                .last()
                .satisfies(call -> assertThat(call.command().fencingToken()).isEqualTo(new FencingToken(2)));
    }

    @Test
    void work_continues_while_the_store_is_unavailable_for_less_than_the_lease() {
        workerFixture.hardware.takes(8, COMPUTE);
        ScriptedHeartbeat scriptedHeartbeat =
                workerFixture.beats().at(2, () -> away.set(true)).at(5, () -> away.set(false));

        ExecuteStageResult result = executeElsewhere(1, scriptedHeartbeat);

        assertThat(result).isEqualTo(new Completed());
        assertThat(scriptedHeartbeat.count()).isEqualTo(7);
        assertThat(workerFixture.report().stages().getFirst().steps().getLast().succeeded())
                .isEqualTo(2);
    }

    @Test
    void no_more_calls_are_made_when_the_store_is_unavailable_for_longer_than_the_lease() {
        workerFixture.hardware.hold(COMPUTE);
        ScriptedHeartbeat scriptedHeartbeat = workerFixture.beats().at(2, () -> away.set(true));

        ExecuteStageResult result = executeElsewhere(1, scriptedHeartbeat);

        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(scriptedHeartbeat.count()).isEqualTo(6);
        assertThat(workerFixture.hardware.calls())
                .filteredOn(call -> call.command().type() == COMPUTE)
                .hasSize(6);
    }

    @Test
    void a_result_that_cannot_be_stored_does_not_end_the_stage() {
        workerFixture.hardware.takes(2, COMPUTE);
        ScriptedHeartbeat scriptedHeartbeat = workerFixture.beats().at(1, () -> away.set(true));

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(
                        () -> assertThat(executeElsewhere(1, scriptedHeartbeat)).isNull());
        away.set(false);
        ExecuteStageResult again = executeElsewhere(1, workerFixture.beats());

        assertThat(again).isEqualTo(new Completed());
        assertThat(workerFixture.report().stages().getFirst().steps().getLast().succeeded())
                .isEqualTo(2);
    }

    @Test
    void the_result_of_a_drain_is_stored_when_the_store_is_available_again() {
        workerFixture.hardware.takes(3, NV_SWITCH);
        ScriptedHeartbeat scriptedHeartbeat = workerFixture
                .beats()
                .at(1, workerFixture::cancel)
                .at(2, () -> away.set(true))
                .at(4, () -> away.set(false));

        ExecuteStageResult result = executeElsewhere(2, scriptedHeartbeat);

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(workerFixture.site.store.lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly("Stage 2, NVSwitch: 2 succeeded, 0 failed");
        assertThat(workerFixture.hardware.calls()).hasSize(3);
    }

    @Test
    void the_work_begins_only_after_the_lease_was_stored() {
        away.set(true);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() ->
                        assertThat(executeElsewhere(1, workerFixture.beats())).isNull());

        assertThat(workerFixture.hardware.calls()).isEmpty();
    }

    @Test
    void an_attempt_renews_the_lease_of_its_own_stage_only() {
        workerFixture.hardware.hold(POWER_SHELF);
        ExecuteStageResult[] other = new ExecuteStageResult[1];
        ScriptedHeartbeat scriptedHeartbeat = workerFixture
                .beats()
                .at(1, () -> other[0] = workerFixture.execute(2, workerFixture.beats()))
                .at(2, () -> workerFixture.hardware.release(POWER_SHELF));

        ExecuteStageResult result = workerFixture.execute(1, scriptedHeartbeat);

        assertThat(other[0]).isEqualTo(new Completed());
        assertThat(result).isEqualTo(new Completed());
    }

    private ExecuteStageResult executeElsewhere(int stage, Heartbeat heartbeat) {
        return workerFixture
                .executeStage(workerFixture.site.failingWhen(away::get))
                .execute(workerFixture.workflowRun(), stage, heartbeat);
    }

    /** The worker of the next task has sent a command to the hardware. */
    private void laterGrantActs() {
        Call last = workerFixture.hardware.calls().getLast();
        HardwareCommand command = last.command();
        assertThat(workerFixture.hardware.quiesce(new HardwareCommand(
                        command.task(),
                        command.run(),
                        command.leaseNumber() + 1,
                        new FencingToken(2),
                        command.rack(),
                        command.operation(),
                        command.stage(),
                        command.type(),
                        command.components(),
                        2)))
                .isNotEmpty();
    }
}
