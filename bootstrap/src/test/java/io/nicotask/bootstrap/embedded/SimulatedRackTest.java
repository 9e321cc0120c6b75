package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.StepEnd;
import io.nicotask.application.port.RackHardware.StepOrder;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SimulatedRackTest extends RackHardwareContract {

    private final SimulatedRack racks = new SimulatedRack(Duration.ofMillis(1));

    @Override
    protected RackHardware hardware() {
        return racks;
    }

    @Override
    protected StepOrder order() {
        return order(new RackId(new UUID(0, 1)), ComponentType.POWER_SHELF);
    }

    @Test
    void the_last_tray_of_the_broken_rack_never_answers() {
        StepEnd trays = racks.perform(order(SimulatedRack.BROKEN, ComponentType.COMPUTE), (succeeded, failed) -> {});
        StepEnd shelves =
                racks.perform(order(SimulatedRack.BROKEN, ComponentType.POWER_SHELF), (succeeded, failed) -> {});

        assertThat(trays).isEqualTo(new StepEnd.Broken("one tray gave no answer"));
        assertThat(shelves).isEqualTo(new StepEnd.Done());
    }

    private static StepOrder order(RackId rack, ComponentType type) {
        return new StepOrder(new TaskId(new UUID(0, 2)), new RunId("run"), rack, Operation.POWER_ON, type);
    }
}
