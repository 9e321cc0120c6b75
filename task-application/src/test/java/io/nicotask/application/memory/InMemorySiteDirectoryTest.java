package io.nicotask.application.memory;

import io.nicotask.application.contract.SiteDirectoryContract;

final class InMemorySiteDirectoryTest extends SiteDirectoryContract {

    InMemorySiteDirectoryTest() {
        super(new InMemoryStoreUnderTest(), InMemorySiteDirectory.class);
    }
}
