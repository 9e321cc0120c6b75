package io.nicotask.application.memory;

import io.nicotask.application.contract.RacksContract;

final class InMemoryRacksTest extends RacksContract {

    InMemoryRacksTest() {
        super(new InMemoryStoreUnderTest(), InMemoryRacks.class);
    }
}
