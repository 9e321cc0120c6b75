package io.nicotask.application.memory;

import io.nicotask.application.contract.WorkflowOutboxContract;
import io.nicotask.application.internal.memory.InMemoryWorkflowOutbox;

final class InMemoryWorkflowOutboxTest extends WorkflowOutboxContract {

    InMemoryWorkflowOutboxTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkflowOutbox.class);
    }
}
