package io.nicotask.application.memory;

import io.nicotask.application.contract.RackStorageContract;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;

final class InMemoryRackStorageTest extends RackStorageContract {

    InMemoryRackStorageTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
