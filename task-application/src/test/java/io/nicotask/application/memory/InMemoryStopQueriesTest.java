package io.nicotask.application.memory;

import io.nicotask.application.contract.StopQueriesContract;
import io.nicotask.application.internal.memory.InMemoryStopQueries;

final class InMemoryStopQueriesTest extends StopQueriesContract {

    InMemoryStopQueriesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryStopQueries.class);
    }
}
