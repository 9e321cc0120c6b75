package io.nicotask.application.memory;

import io.nicotask.application.contract.SubmitKeysContract;

final class InMemorySubmitKeysTest extends SubmitKeysContract {

    InMemorySubmitKeysTest() {
        super(new InMemoryStoreUnderTest(), InMemorySubmitKeys.class);
    }
}
