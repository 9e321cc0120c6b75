package io.nicotask.application.memory;

import io.nicotask.application.contract.TaskIdsContract;

final class InMemoryTaskIdsTest extends TaskIdsContract {

    InMemoryTaskIdsTest() {
        super(new InMemoryTaskIds());
    }
}
