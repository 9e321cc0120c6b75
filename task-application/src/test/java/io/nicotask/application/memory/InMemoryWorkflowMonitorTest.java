package io.nicotask.application.memory;

import io.nicotask.application.contract.WorkflowMonitorContract;
import io.nicotask.application.internal.memory.InMemoryWorkflowMonitor;

final class InMemoryWorkflowMonitorTest extends WorkflowMonitorContract {

    InMemoryWorkflowMonitorTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkflowMonitor.class);
    }
}
