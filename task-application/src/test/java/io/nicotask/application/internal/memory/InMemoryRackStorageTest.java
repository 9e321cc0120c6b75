package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.RackStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryRackStorageTest extends RackStorageContract {

    InMemoryRackStorageTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
