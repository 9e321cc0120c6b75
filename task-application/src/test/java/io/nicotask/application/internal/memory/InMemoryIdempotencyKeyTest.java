package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.IdempotencyKeyContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryIdempotencyKeyTest extends IdempotencyKeyContract {

    InMemoryIdempotencyKeyTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
