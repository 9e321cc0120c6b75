package io.nicotask.application.memory;

import io.nicotask.application.contract.UnfinishedStepsContract;
import io.nicotask.application.internal.memory.InMemoryUnfinishedSteps;

final class InMemoryUnfinishedStepsTest extends UnfinishedStepsContract {

    InMemoryUnfinishedStepsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryUnfinishedSteps.class);
    }
}
