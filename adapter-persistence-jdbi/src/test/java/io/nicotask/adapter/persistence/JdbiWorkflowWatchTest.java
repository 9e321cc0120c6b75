package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.WorkflowWatchContract;

final class JdbiWorkflowWatchTest extends WorkflowWatchContract {

    JdbiWorkflowWatchTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiWorkflowWatch.class);
    }
}
