package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.DecisionGuardsContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryDecisionGuardsTest extends DecisionGuardsContract {

    InMemoryDecisionGuardsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
