package io.nicotask.application.memory;

import io.nicotask.application.contract.RackChecksContract;
import io.nicotask.application.internal.memory.InMemoryRackChecks;

final class InMemoryRackChecksTest extends RackChecksContract {

    InMemoryRackChecksTest() {
        super(new InMemoryStoreUnderTest(), InMemoryRackChecks.class);
    }
}
