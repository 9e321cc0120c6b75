package io.nicotask.application.memory;

import io.nicotask.application.contract.RackLeasesContract;

final class InMemoryRackLeasesTest extends RackLeasesContract {

    InMemoryRackLeasesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryRackLeases.class);
    }
}
