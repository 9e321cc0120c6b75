package io.nicotask.application.memory;

import io.nicotask.application.contract.WorkflowMonitorContract;

final class InMemoryWorkflowMonitorTest extends WorkflowMonitorContract {

    InMemoryWorkflowMonitorTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkflowMonitor.class);
    }
}
