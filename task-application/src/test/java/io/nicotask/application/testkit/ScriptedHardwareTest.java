package io.nicotask.application.testkit;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScriptedHardwareTest extends RackHardwareContract {

    private static final ComponentId ONE = component(COMPUTE, 1);
    private static final ComponentId TWO = component(COMPUTE, 2);
    private static final ComponentStatus DONE = new ComponentStatus.Ended(null);
    private static final ComponentStatus HELD = new ComponentStatus.Acting(null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final ScriptedHardware hardware = new ScriptedHardware(clock);

    @BeforeEach
    void commands_take_two_seconds() {
        hardware.takes(3, COMPUTE);
    }

    @Test
    void it_has_as_many_components_as_the_test_says() {
        hardware.has(3, COMPUTE);

        assertThat(hardware.components(command().rack(), COMPUTE))
                .containsExactlyInAnyOrder(ONE, TWO, component(COMPUTE, 3));
    }

    @Test
    void what_is_held_goes_on_until_it_is_released() {
        hardware.hold(COMPUTE);
        assertThat(hardware.ensure(command())).isNotEmpty();
        clock.tick(Duration.ofHours(1));
        Map<ComponentId, ComponentStatus> whileHeld = hardware.ensure(command());
        boolean isActing = hardware.isActing(command().task());
        hardware.release(COMPUTE);

        assertThat(whileHeld.values()).containsOnly(HELD);
        assertThat(isActing).isTrue();
        assertThat(hardware.ensure(command()).values()).containsOnly(DONE);
        assertThat(hardware.isActing(command().task())).isFalse();
    }

    @Test
    void it_breaks_where_and_as_often_as_the_test_says() {
        hardware.takes(1, COMPUTE);
        hardware.breaks(ONE, "no answer", 1);
        hardware.breaks(COMPUTE, "no power");

        assertThat(hardware.ensure(command()))
                .containsEntry(ONE, new ComponentStatus.Ended("no answer"))
                .containsEntry(TWO, new ComponentStatus.Ended("no power"));
        assertThat(hardware.ensure(command(2)))
                .containsEntry(ONE, DONE)
                .containsEntry(TWO, new ComponentStatus.Ended("no power"));
    }

    @Test
    void components_that_act_answer_quiesces_as_the_test_says() {
        hardware.hold(COMPUTE);
        hardware.answersQuiesce(ONE, HELD, new ComponentStatus.Unknown("half flashed"));
        assertThat(hardware.ensure(command())).hasSize(2);

        assertThat(hardware.quiesce(quiesceOf(command())))
                .containsEntry(ONE, HELD)
                .containsEntry(TWO, new ComponentStatus.Stopped());
        assertThat(hardware.quiesce(quiesceOf(command())))
                .containsEntry(ONE, new ComponentStatus.Unknown("half flashed"))
                .containsEntry(TWO, new ComponentStatus.Stopped());
    }

    @Test
    void a_restarted_adapter_cannot_say_what_became_of_an_earlier_command_and_begins_nothing_twice() {
        hardware.hold(COMPUTE);
        assertThat(hardware.ensure(command())).isNotEmpty();
        hardware.restartAdapter();

        assertThat(hardware.ensure(command()).values()).allMatch(ComponentStatus.Unknown.class::isInstance);
        assertThat(hardware.isActing(command().task())).isTrue();
        assertThat(hardware.quiesce(quiesceOf(command())).values()).allMatch(ComponentStatus.Unknown.class::isInstance);
        assertThat(hardware.isActing(command().task())).isFalse();
    }

    @Test
    void after_a_restart_of_the_adapter_the_components_still_refuse_a_late_command() {
        assertThat(hardware.quiesce(quiesceOf(command())).values()).containsOnly(new ComponentStatus.NeverBegun());
        hardware.restartAdapter();

        assertThatExceptionOfType(StaleFencingToken.class)
                .isThrownBy(() -> assertThat(hardware.ensure(command())).isNull());
        assertThat(hardware.quiesce(quiesceOf(command())).values()).allMatch(ComponentStatus.Unknown.class::isInstance);
    }

    @Test
    void a_restarted_adapter_knows_the_commands_since() {
        hardware.restartAdapter();
        hardware.hold(COMPUTE);
        assertThat(hardware.ensure(command()).values()).containsOnly(HELD);

        assertThat(hardware.quiesce(quiesceOf(command())).values()).containsOnly(new ComponentStatus.Stopped());
    }

    @Test
    void it_remembers_every_call_and_what_began_ended_and_was_cut_off() {
        assertThat(hardware.ensure(command())).isNotEmpty();
        elapse();
        elapse();
        assertThat(hardware.ensure(command())).isNotEmpty();
        assertThat(hardware.ensure(command())).isNotEmpty();
        assertThat(hardware.ensure(command(2))).isNotEmpty();
        assertThat(hardware.quiesce(quiesceOf(command(2)))).isNotEmpty();
        assertThat(hardware.quiesce(quiesceOf(command(2)))).isNotEmpty();

        assertThat(hardware.calls())
                .extracting(Call::kind)
                .containsExactly(
                        Call.Kind.ENSURE,
                        Call.Kind.ENSURE,
                        Call.Kind.ENSURE,
                        Call.Kind.ENSURE,
                        Call.Kind.QUIESCE,
                        Call.Kind.QUIESCE);
        assertThat(hardware.begun()).containsExactly(command(), command(2));
        assertThat(hardware.ended()).containsExactly(command());
        assertThat(hardware.cutOff()).containsOnly(quiesceOf(command(2)));
        assertThat(hardware.refused()).isEmpty();
        assertThat(hardware.overlaps()).isEmpty();
    }

    @Override
    protected ScriptedHardware hardware() {
        return hardware;
    }

    @Override
    protected HardwareCommand command() {
        return command(1);
    }

    @Override
    protected void elapse() {
        clock.tick(Duration.ofSeconds(1));
    }

    private static HardwareCommand command(int tryNumber) {
        return new HardwareCommand(
                new TaskId(new UUID(3, 1)),
                new WorkflowRunId("run"),
                1,
                new FencingToken(4),
                new RackId(new UUID(4, 1)),
                Operation.POWER_ON,
                1,
                COMPUTE,
                Set.of(ONE, TWO),
                InterruptPolicy.INTERRUPTIBLE,
                tryNumber);
    }
}
