package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.UnfinishedStepsContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryUnfinishedStepsTest extends UnfinishedStepsContract {

    InMemoryUnfinishedStepsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryUnfinishedSteps.class);
    }
}
