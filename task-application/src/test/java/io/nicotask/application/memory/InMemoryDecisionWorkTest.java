package io.nicotask.application.memory;

import io.nicotask.application.contract.DecisionWorkContract;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;

final class InMemoryDecisionWorkTest extends DecisionWorkContract {

    InMemoryDecisionWorkTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
