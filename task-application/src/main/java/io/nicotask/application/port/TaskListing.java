package io.nicotask.application.port;

import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import java.util.List;

/** Answers which tasks there are. May lag behind the store by what is not yet committed, and by nothing else. */
public interface TaskListing {

    /**
     * The open tasks of the scope (Waiting, Pending, Running), newest first by creation, then by id.
     *
     * @param limit the most that is wanted, at least 1
     * @throws StoreUnavailable when the store cannot be asked
     */
    List<Task> open(TaskScope scope, int limit);
}
