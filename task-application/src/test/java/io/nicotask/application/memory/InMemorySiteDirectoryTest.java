package io.nicotask.application.memory;

import io.nicotask.application.contract.SiteDirectoryContract;
import io.nicotask.application.internal.memory.InMemorySiteDirectory;

final class InMemorySiteDirectoryTest extends SiteDirectoryContract {

    InMemorySiteDirectoryTest() {
        super(new InMemoryStoreUnderTest(), InMemorySiteDirectory.class);
    }
}
