package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskStoreContract;

final class JdbiTaskStoreTest extends TaskStoreContract {

    JdbiTaskStoreTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStore.class);
    }
}
