package io.nicotask.application.memory;

import io.nicotask.application.contract.UnfinishedStepsContract;

final class InMemoryUnfinishedStepsTest extends UnfinishedStepsContract {

    InMemoryUnfinishedStepsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryUnfinishedSteps.class);
    }
}
