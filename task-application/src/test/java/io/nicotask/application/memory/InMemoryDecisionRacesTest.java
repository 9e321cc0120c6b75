package io.nicotask.application.memory;

import io.nicotask.application.contract.DecisionRacesContract;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;

final class InMemoryDecisionRacesTest extends DecisionRacesContract {

    InMemoryDecisionRacesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
