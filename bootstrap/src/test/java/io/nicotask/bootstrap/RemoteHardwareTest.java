package io.nicotask.bootstrap;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

final class RemoteHardwareTest extends RackHardwareContract {

    private final RemoteHardwareServer server = new RemoteHardwareServer(new ObservedHardware(2, Duration.ZERO));
    private final RemoteHardware hardware = new RemoteHardware(server.port());

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected RackHardware hardware() {
        return hardware;
    }

    @Override
    protected HardwareCommand command() {
        return ObservedHardwareTest.commandTo(hardware);
    }

    @Override
    protected void elapse() {
        ObservedHardwareTest.pause();
    }
}
