package io.nicotask.application.memory;

import io.nicotask.application.contract.DecisionAtomicityContract;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;

final class InMemoryDecisionAtomicityTest extends DecisionAtomicityContract {

    InMemoryDecisionAtomicityTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
