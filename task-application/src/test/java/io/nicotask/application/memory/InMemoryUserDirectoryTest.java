package io.nicotask.application.memory;

import io.nicotask.application.contract.UserDirectoryContract;
import io.nicotask.application.internal.memory.InMemoryUserDirectory;

final class InMemoryUserDirectoryTest extends UserDirectoryContract {

    InMemoryUserDirectoryTest() {
        super(new InMemoryStoreUnderTest(), InMemoryUserDirectory.class);
    }
}
