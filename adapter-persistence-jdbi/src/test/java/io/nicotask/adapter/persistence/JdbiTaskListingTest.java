package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TaskListingContract;

final class JdbiTaskListingTest extends TaskListingContract {

    JdbiTaskListingTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskListing.class);
    }
}
