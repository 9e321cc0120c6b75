package io.nicotask.application.memory;

import io.nicotask.application.contract.RackLeasesContract;
import io.nicotask.application.internal.memory.InMemoryRackLeases;

final class InMemoryRackLeasesTest extends RackLeasesContract {

    InMemoryRackLeasesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryRackLeases.class);
    }
}
