package io.nicotask.application.memory;

import io.nicotask.application.contract.WorkQueueContract;
import io.nicotask.application.internal.memory.InMemoryWorkQueue;

final class InMemoryWorkQueueTest extends WorkQueueContract {

    InMemoryWorkQueueTest() {
        super(new InMemoryStoreUnderTest(), InMemoryWorkQueue.class);
    }
}
