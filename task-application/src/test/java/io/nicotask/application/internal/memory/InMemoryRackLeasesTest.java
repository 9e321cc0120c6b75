package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.RackLeasesContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryRackLeasesTest extends RackLeasesContract {

    InMemoryRackLeasesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryRackLeases.class);
    }
}
