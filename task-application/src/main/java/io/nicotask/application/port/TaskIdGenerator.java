package io.nicotask.application.port;

import io.nicotask.domain.value.TaskId;

/** Where the ids of new tasks come from. */
public interface TaskIdGenerator {

    /** An id that no task has had. MUST be safe to call from many threads. */
    TaskId nextId();
}
