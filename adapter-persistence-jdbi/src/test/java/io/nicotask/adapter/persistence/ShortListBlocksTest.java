package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskQueriesContract;

/** The listing when a stretch of a walk is at its end before so many tasks are met as are wanted. */
final class ShortListBlocksTest extends TaskQueriesContract {

    ShortListBlocksTest() {
        super(PostgresStoreUnderTest.emptied(3), JdbiTaskQueries.class);
    }
}
