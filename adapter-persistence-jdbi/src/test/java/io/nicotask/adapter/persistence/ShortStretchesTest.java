package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskListingContract;

/** The listing when a stretch of a walk is at its end before so many tasks are met as are wanted. */
final class ShortStretchesTest extends TaskListingContract {

    ShortStretchesTest() {
        super(PostgresStoreUnderTest.emptied(3), JdbiTaskListing.class);
    }
}
