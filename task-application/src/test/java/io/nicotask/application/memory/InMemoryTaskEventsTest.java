package io.nicotask.application.memory;

import io.nicotask.application.contract.TaskEventsContract;
import io.nicotask.application.internal.memory.InMemoryTaskEvents;

final class InMemoryTaskEventsTest extends TaskEventsContract {

    InMemoryTaskEventsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskEvents.class);
    }
}
