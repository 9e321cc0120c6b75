package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.UserDirectoryContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryUserDirectoryTest extends UserDirectoryContract {

    InMemoryUserDirectoryTest() {
        super(new InMemoryStoreUnderTest(), InMemoryUserDirectory.class);
    }
}
