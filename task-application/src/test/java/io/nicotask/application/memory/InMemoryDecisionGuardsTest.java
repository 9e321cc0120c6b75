package io.nicotask.application.memory;

import io.nicotask.application.contract.DecisionGuardsContract;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;

final class InMemoryDecisionGuardsTest extends DecisionGuardsContract {

    InMemoryDecisionGuardsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
