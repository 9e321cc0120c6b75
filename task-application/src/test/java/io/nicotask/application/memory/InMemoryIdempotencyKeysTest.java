package io.nicotask.application.memory;

import io.nicotask.application.contract.IdempotencyKeysContract;

final class InMemoryIdempotencyKeysTest extends IdempotencyKeysContract {

    InMemoryIdempotencyKeysTest() {
        super(new InMemoryStoreUnderTest(), InMemoryIdempotencyKeys.class);
    }
}
