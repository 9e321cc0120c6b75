package io.nicotask.application.memory;

import io.nicotask.application.contract.UserDirectoryContract;

final class InMemoryUserDirectoryTest extends UserDirectoryContract {

    InMemoryUserDirectoryTest() {
        super(new InMemoryStoreUnderTest(), InMemoryUserDirectory.class);
    }
}
