package io.nicotask.application.testkit;

import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;
import io.nicotask.application.memory.WatchedStorage;

final class WatchedStorageTest extends TaskStorageContract {

    WatchedStorageTest() {
        super(new InMemoryStoreUnderTest(WatchedStorage::new), WatchedStorage.class);
    }
}
