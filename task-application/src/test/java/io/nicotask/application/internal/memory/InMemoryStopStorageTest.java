package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.StopStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryStopStorageTest extends StopStorageContract {

    InMemoryStopStorageTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
