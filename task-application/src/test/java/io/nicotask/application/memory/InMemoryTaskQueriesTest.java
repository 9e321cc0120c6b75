package io.nicotask.application.memory;

import io.nicotask.application.contract.TaskQueriesContract;

final class InMemoryTaskQueriesTest extends TaskQueriesContract {

    InMemoryTaskQueriesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskQueries.class);
    }
}
