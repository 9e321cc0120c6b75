package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.DecisionRacesContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryDecisionRacesTest extends DecisionRacesContract {

    InMemoryDecisionRacesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
