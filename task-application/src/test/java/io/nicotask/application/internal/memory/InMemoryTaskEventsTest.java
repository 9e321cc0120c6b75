package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.TaskEventsContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryTaskEventsTest extends TaskEventsContract {

    InMemoryTaskEventsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskEvents.class);
    }
}
