package io.nicotask.application;

import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

/** A decision that has lost races is made again. */
final class LosingStorageTest extends TaskStorageContract {

    LosingStorageTest() {
        super(new InMemoryStoreUnderTest(real -> new LosingStorage(real, 2)), LosingStorage.class);
    }
}
