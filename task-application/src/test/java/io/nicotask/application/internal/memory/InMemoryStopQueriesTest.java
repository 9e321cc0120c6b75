package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.StopQueriesContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryStopQueriesTest extends StopQueriesContract {

    InMemoryStopQueriesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryStopQueries.class);
    }
}
