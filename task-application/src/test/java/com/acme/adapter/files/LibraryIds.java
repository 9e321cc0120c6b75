package com.acme.adapter.files;

import io.nicotask.application.port.TaskIdGenerator;
import io.nicotask.domain.value.TaskId;

record LibraryIds(TaskId nextId) implements TaskIdGenerator {

    abstract static class TaskIdGeneratorContract {}

    static final class Check extends TaskIdGeneratorContract {
        Class<LibraryIds> implementation() {
            return LibraryIds.class;
        }
    }
}
