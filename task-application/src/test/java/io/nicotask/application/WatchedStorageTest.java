package io.nicotask.application;

import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class WatchedStorageTest extends TaskStorageContract {

    WatchedStorageTest() {
        super(new InMemoryStoreUnderTest(WatchedStorage::new), WatchedStorage.class);
    }
}
