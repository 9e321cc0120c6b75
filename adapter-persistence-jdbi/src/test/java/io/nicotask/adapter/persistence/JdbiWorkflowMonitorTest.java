package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.WorkflowMonitorContract;

final class JdbiWorkflowMonitorTest extends WorkflowMonitorContract {

    JdbiWorkflowMonitorTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiWorkflowMonitor.class);
    }
}
