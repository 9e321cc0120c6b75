package io.nicotask.application.memory;

import io.nicotask.application.contract.TaskStoreContract;

final class InMemoryTaskStoreTest extends TaskStoreContract {

    InMemoryTaskStoreTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStore.class);
    }
}
