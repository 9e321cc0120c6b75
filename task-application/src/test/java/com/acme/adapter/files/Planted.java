package com.acme.adapter.files;

import com.acme.adapter.files.LibraryIds.TaskIdGeneratorContract;
import io.nicotask.application.port.TaskIdGenerator;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.domain.value.TaskId;

final class Planted {

    record R17LibraryAnotherAdapter(WorkflowEngine engine) {}

    record R20LibraryNeverUsed(TaskId nextId) implements TaskIdGenerator {}

    record R20LibraryNeverTested(TaskId nextId) implements TaskIdGenerator {
        record Bystander(R20LibraryNeverTested ids) {}

        abstract static class Check extends TaskIdGeneratorContract {
            Class<R20LibraryNeverTested> implementation() {
                return R20LibraryNeverTested.class;
            }
        }
    }
}
