package io.nicotask.application.testkit;

import io.nicotask.application.contract.TaskIdGeneratorContract;
import io.nicotask.application.memory.SequentialTaskIds;

final class SequentialTaskIdsTest extends TaskIdGeneratorContract {

    SequentialTaskIdsTest() {
        super(new SequentialTaskIds());
    }
}
