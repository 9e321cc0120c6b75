package io.nicotask.bootstrap;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

final class ObservedHardwareTest extends RackHardwareContract {

    private final ObservedHardware hardware = new ObservedHardware(2, Duration.ZERO);

    @Override
    protected RackHardware hardware() {
        return hardware;
    }

    @Override
    protected HardwareCommand command() {
        return commandTo(hardware);
    }

    @Override
    protected void elapse() {
        pause();
    }

    static HardwareCommand commandTo(RackHardware hardware) {
        RackId rack = new RackId(new UUID(0, 1));
        return new HardwareCommand(
                new TaskId(new UUID(0, 2)),
                new WorkflowRunId("run"),
                1,
                new FencingToken(4),
                rack,
                Operation.POWER_ON,
                1,
                ComponentType.COMPUTE,
                hardware.components(rack, ComponentType.COMPUTE),
                InterruptPolicy.INTERRUPTIBLE,
                1);
    }

    /** This hardware moves by a clock that a test cannot set. */
    static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
}
