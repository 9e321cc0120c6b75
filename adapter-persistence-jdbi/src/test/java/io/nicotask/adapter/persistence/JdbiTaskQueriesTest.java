package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskQueriesContract;

final class JdbiTaskQueriesTest extends TaskQueriesContract {

    JdbiTaskQueriesTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskQueries.class);
    }
}
