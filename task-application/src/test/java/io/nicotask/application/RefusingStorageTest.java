package io.nicotask.application;

import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;
import io.nicotask.application.port.Change.StopResolved;

/** Refuses a change that the contract does not write: everything else is written. */
final class RefusingStorageTest extends TaskStorageContract {

    RefusingStorageTest() {
        super(new InMemoryStoreUnderTest(real -> new RefusingStorage(real, StopResolved.class)), RefusingStorage.class);
    }
}
