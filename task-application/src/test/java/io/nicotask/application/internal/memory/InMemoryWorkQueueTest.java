package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.WorkQueueContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryWorkQueueTest extends WorkQueueContract {

    InMemoryWorkQueueTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkQueue.class);
    }
}
