package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.SubmitKeysContract;

final class JdbiSubmitKeysTest extends SubmitKeysContract {

    JdbiSubmitKeysTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiSubmitKeys.class);
    }
}
