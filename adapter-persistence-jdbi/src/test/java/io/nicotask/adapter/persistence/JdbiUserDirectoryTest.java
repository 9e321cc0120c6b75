package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.UserDirectoryContract;

final class JdbiUserDirectoryTest extends UserDirectoryContract {

    JdbiUserDirectoryTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiUserDirectory.class);
    }
}
