package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.DecisionWorkContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryDecisionWorkTest extends DecisionWorkContract {

    InMemoryDecisionWorkTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
