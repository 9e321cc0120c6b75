package io.nicotask.application.memory;

import io.nicotask.application.contract.WorkflowWatchContract;

final class InMemoryWorkflowWatchTest extends WorkflowWatchContract {

    InMemoryWorkflowWatchTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkflowWatch.class);
    }
}
