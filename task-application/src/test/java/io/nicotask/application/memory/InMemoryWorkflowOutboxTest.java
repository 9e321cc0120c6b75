package io.nicotask.application.memory;

import io.nicotask.application.contract.WorkflowOutboxContract;

final class InMemoryWorkflowOutboxTest extends WorkflowOutboxContract {

    InMemoryWorkflowOutboxTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkflowOutbox.class);
    }
}
