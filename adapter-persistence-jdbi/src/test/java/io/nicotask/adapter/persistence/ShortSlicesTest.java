package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskQueriesContract;

/** Queries whose slices stop at the limit of examined tasks before they have found enough. */
final class ShortSlicesTest extends TaskQueriesContract {

    ShortSlicesTest() {
        super(PostgresStoreUnderTest.emptied(3), JdbiTaskQueries.class);
    }
}
