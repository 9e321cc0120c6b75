package io.nicotask.application.memory;

import io.nicotask.application.contract.TaskIdGeneratorContract;

final class SequentialTaskIdsTest extends TaskIdGeneratorContract {

    SequentialTaskIdsTest() {
        super(new SequentialTaskIds());
    }
}
