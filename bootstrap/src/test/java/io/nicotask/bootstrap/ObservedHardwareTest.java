package io.nicotask.bootstrap;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.UUID;

final class ObservedHardwareTest extends RackHardwareContract {

    private final ObservedHardware hardware = new ObservedHardware(3, Duration.ZERO, true);

    @Override
    protected RackHardware hardware() {
        return hardware;
    }

    @Override
    protected Order order() {
        return orderTo(hardware);
    }

    @Override
    protected void elapse() {}

    static Order orderTo(RackHardware hardware) {
        RackId rack = new RackId(new UUID(0, 1));
        return new Order(
                new TaskId(new UUID(0, 2)),
                new RunId("run"),
                1,
                new Epoch(2),
                rack,
                Operation.POWER_ON,
                1,
                ComponentType.COMPUTE,
                hardware.components(rack, ComponentType.COMPUTE),
                1);
    }
}
