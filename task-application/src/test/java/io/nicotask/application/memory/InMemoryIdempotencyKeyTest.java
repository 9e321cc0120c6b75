package io.nicotask.application.memory;

import io.nicotask.application.contract.IdempotencyKeyContract;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;

final class InMemoryIdempotencyKeyTest extends IdempotencyKeyContract {

    InMemoryIdempotencyKeyTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }
}
