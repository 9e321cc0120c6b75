package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.SiteDirectoryContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemorySiteDirectoryTest extends SiteDirectoryContract {

    InMemorySiteDirectoryTest() {
        super(new InMemoryStoreUnderTest(), InMemorySiteDirectory.class);
    }
}
