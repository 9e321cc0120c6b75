package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.StopQueriesContract;

final class JdbiStopQueriesTest extends StopQueriesContract {

    JdbiStopQueriesTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiStopQueries.class);
    }
}
