package io.nicotask.application.memory;

import io.nicotask.application.contract.StopStorageContract;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;

final class InMemoryStopStorageTest extends StopStorageContract {

    InMemoryStopStorageTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
