package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskQueriesContract;

/** Queries whose slices stop at the limit of examined tasks before they have found enough. */
final class ShortListBlocksTest extends TaskQueriesContract {

    ShortListBlocksTest() {
        super(PostgresStoreUnderTest.emptied(3), JdbiTaskQueries.class);
    }
}
