package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskStorageContract;

/** The same on connections of a host. */
final class HostTaskStorageTest extends TaskStorageContract {

    HostTaskStorageTest() {
        super(PostgresStoreUnderTest.emptiedOnHost(), JdbiTaskStorage.class);
    }
}
