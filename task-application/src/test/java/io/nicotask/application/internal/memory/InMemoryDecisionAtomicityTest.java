package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.DecisionAtomicityContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryDecisionAtomicityTest extends DecisionAtomicityContract {

    InMemoryDecisionAtomicityTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
