package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.StopStorageContract;

final class JdbiStopStorageTest extends StopStorageContract {

    JdbiStopStorageTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }
}
