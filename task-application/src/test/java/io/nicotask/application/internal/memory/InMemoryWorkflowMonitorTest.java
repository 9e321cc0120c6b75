package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.WorkflowMonitorContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryWorkflowMonitorTest extends WorkflowMonitorContract {

    InMemoryWorkflowMonitorTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkflowMonitor.class);
    }
}
