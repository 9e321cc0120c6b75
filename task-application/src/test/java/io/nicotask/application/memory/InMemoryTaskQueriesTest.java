package io.nicotask.application.memory;

import io.nicotask.application.contract.TaskQueriesContract;
import io.nicotask.application.internal.memory.InMemoryTaskQueries;

final class InMemoryTaskQueriesTest extends TaskQueriesContract {

    InMemoryTaskQueriesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskQueries.class);
    }
}
