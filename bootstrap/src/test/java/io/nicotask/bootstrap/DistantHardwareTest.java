package io.nicotask.bootstrap;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.Order;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

final class DistantHardwareTest extends RackHardwareContract {

    private final HardwareLine line = new HardwareLine(new ObservedHardware(3, Duration.ZERO, true));
    private final DistantHardware hardware = new DistantHardware(line.port());

    @AfterEach
    void close() {
        line.close();
    }

    @Override
    protected RackHardware hardware() {
        return hardware;
    }

    @Override
    protected Order order() {
        return ObservedHardwareTest.orderTo(hardware);
    }

    @Override
    protected void elapse() {}
}
