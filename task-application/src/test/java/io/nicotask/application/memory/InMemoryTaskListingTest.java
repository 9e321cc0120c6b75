package io.nicotask.application.memory;

import io.nicotask.application.contract.TaskListingContract;

final class InMemoryTaskListingTest extends TaskListingContract {

    InMemoryTaskListingTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskListing.class);
    }
}
