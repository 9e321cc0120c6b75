package io.nicotask.application.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.port.RackHardware.StepEnd;
import io.nicotask.application.port.RackHardware.StepOrder;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ScriptedHardwareTest extends RackHardwareContract {

    private final ScriptedHardware hardware = new ScriptedHardware();
    private final StepOrder order = new StepOrder(
            new TaskId(UUID.randomUUID()),
            new RunId("run"),
            new RackId(UUID.randomUUID()),
            Operation.POWER_ON,
            ComponentType.COMPUTE);

    @Test
    void it_has_as_many_components_as_it_was_told() {
        hardware.has(18, ComponentType.COMPUTE);

        assertThat(hardware.count(order.rack(), ComponentType.COMPUTE)).isEqualTo(18);
    }

    @Test
    void it_breaks_where_it_was_told() {
        hardware.breaks(ComponentType.COMPUTE, "one tray gave no answer");
        List<String> beats = new ArrayList<>();

        StepEnd end = hardware.perform(order, (succeeded, failed) -> beats.add(succeeded + " and " + failed));

        assertThat(end).isEqualTo(new StepEnd.Broken("one tray gave no answer"));
        assertThat(beats).last().isEqualTo("1 and 1");
        assertThat(hardware.ended()).containsExactly(order);
    }

    @Test
    void a_held_step_beats_until_it_is_released() {
        hardware.hold(ComponentType.COMPUTE);
        List<Integer> beats = new ArrayList<>();

        StepEnd end = hardware.perform(order, (succeeded, failed) -> {
            beats.add(succeeded);
            if (beats.size() == 4) {
                hardware.release(ComponentType.COMPUTE);
            }
        });

        assertThat(end).isEqualTo(new StepEnd.Done());
        assertThat(beats).containsExactly(0, 0, 0, 0, 2);
        assertThat(hardware.begun()).containsExactly(order);
        assertThat(hardware.stopped()).isEmpty();
    }

    @Override
    protected ScriptedHardware hardware() {
        return hardware;
    }

    @Override
    protected StepOrder order() {
        return order;
    }
}
