package io.nicotask.application.port;

import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class PortsTaskStorageTest extends TaskStorageContract {

    PortsTaskStorageTest() {
        super(new InMemoryStoreUnderTest(), PortsTaskStorage.class);
    }
}
