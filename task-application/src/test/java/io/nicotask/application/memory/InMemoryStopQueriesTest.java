package io.nicotask.application.memory;

import io.nicotask.application.contract.StopQueriesContract;

final class InMemoryStopQueriesTest extends StopQueriesContract {

    InMemoryStopQueriesTest() {
        super(new InMemoryStoreUnderTest(), InMemoryStopQueries.class);
    }
}
