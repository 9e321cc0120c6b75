package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskStorageContract;

final class JdbiTaskStorageTest extends TaskStorageContract {

    JdbiTaskStorageTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }
}
