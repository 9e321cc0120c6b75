package io.nicotask.application.memory;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.QuiesceStatus;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ScriptedHardwareTest extends RackHardwareContract {

    private static final ComponentId ONE = component(COMPUTE, 1);
    private static final ComponentId TWO = component(COMPUTE, 2);

    private final ScriptedHardware hardware = new ScriptedHardware();

    @Test
    void it_has_the_set_number_of_components() {
        hardware.has(3, COMPUTE);

        assertThat(hardware.components(order().rack(), COMPUTE))
                .containsExactlyInAnyOrder(ONE, TWO, component(COMPUTE, 3));
    }

    @Test
    void it_takes_the_set_number_of_calls() {
        hardware.takes(3, COMPUTE);

        assertThat(hardware.ensure(order())).containsValue(new ComponentStatus.Working());
        assertThat(hardware.ensure(order())).containsValue(new ComponentStatus.Working());
        assertThat(hardware.ensure(order()).values()).containsOnly(new ComponentStatus.Done());
    }

    @Test
    void a_held_component_works_until_it_is_released() {
        hardware.hold(COMPUTE);
        Map<ComponentId, ComponentStatus> whileHeld = hardware.ensure(order());
        hardware.release(COMPUTE);

        assertThat(whileHeld.values()).containsOnly(new ComponentStatus.Working());
        assertThat(hardware.ensure(order()).values()).containsOnly(new ComponentStatus.Done());
    }

    @Test
    void components_fail_at_the_set_tries() {
        hardware.breaks(ONE, "no answer", 1);
        hardware.breaks(COMPUTE, "no power");

        assertThat(hardware.ensure(order()))
                .containsEntry(ONE, new ComponentStatus.Failed("no answer"))
                .containsEntry(TWO, new ComponentStatus.Failed("no power"));
        assertThat(hardware.ensure(command(2)))
                .containsEntry(ONE, new ComponentStatus.Done())
                .containsEntry(TWO, new ComponentStatus.Failed("no power"));
    }

    @Test
    void working_components_give_the_set_answers_to_quiesce() {
        hardware.hold(COMPUTE);
        hardware.answersQuiesce(
                ONE, new QuiesceStatus.StillRunning(), new QuiesceStatus.NeedsInspection("half flashed"));
        assertThat(hardware.ensure(order())).hasSize(2);

        assertThat(hardware.quiesce(order()))
                .containsEntry(ONE, new QuiesceStatus.StillRunning())
                .containsEntry(TWO, new QuiesceStatus.Stopped());
        assertThat(hardware.quiesce(order())).containsEntry(ONE, new QuiesceStatus.NeedsInspection("half flashed"));
        assertThat(hardware.ensure(order()).values()).containsOnly(new ComponentStatus.Failed("it was stopped"));
    }

    @Test
    void it_records_every_call_and_what_began_ended_and_stopped() {
        hardware.takes(2, COMPUTE);
        assertThat(hardware.ensure(order())).isNotEmpty();
        assertThat(hardware.ensure(order())).isNotEmpty();
        assertThat(hardware.ensure(order())).isNotEmpty();
        assertThat(hardware.ensure(command(2))).isNotEmpty();
        assertThat(hardware.quiesce(command(2))).isNotEmpty();
        assertThat(hardware.quiesce(command(2))).isNotEmpty();

        assertThat(hardware.calls())
                .extracting(Call::kind)
                .containsExactly(
                        Call.Kind.ENSURE,
                        Call.Kind.ENSURE,
                        Call.Kind.ENSURE,
                        Call.Kind.ENSURE,
                        Call.Kind.QUIESCE,
                        Call.Kind.QUIESCE);
        assertThat(hardware.begun()).containsExactly(order(), command(2));
        assertThat(hardware.ended()).containsExactly(order());
        assertThat(hardware.aborted()).containsExactly(command(2));
        assertThat(hardware.refused()).isEmpty();
    }

    @Override
    protected ScriptedHardware hardware() {
        return hardware;
    }

    @Override
    protected HardwareCommand order() {
        return command(1);
    }

    @Override
    protected void elapse() {
        // Its work takes no time.
    }

    private static HardwareCommand command(int tryNumber) {
        return new HardwareCommand(
                new TaskId(new UUID(3, 1)),
                new WorkflowRunId("run"),
                1,
                new FencingToken(2),
                new RackId(new UUID(4, 1)),
                Operation.POWER_ON,
                1,
                COMPUTE,
                Set.of(ONE, TWO),
                tryNumber);
    }
}
