package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.TaskQueriesContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryTaskQueriesTest extends TaskQueriesContract {

    InMemoryTaskQueriesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskQueries.class);
    }
}
