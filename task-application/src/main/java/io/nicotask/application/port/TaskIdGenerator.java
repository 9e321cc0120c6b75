package io.nicotask.application.port;

import io.nicotask.domain.value.TaskId;

/** Generates the ids of new tasks. */
public interface TaskIdGenerator {

    /** Returns an id that no task has. MUST be safe to call from many threads. */
    TaskId nextId();
}
