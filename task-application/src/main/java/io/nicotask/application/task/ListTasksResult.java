package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.Slice;

/** The answers of {@link ListTasks}. */
public sealed interface ListTasksResult {

    /**
     * A page, as it was asked for.
     *
     * @param page its tasks, and how many there are in all
     */
    record FoundPage(Page page) implements ListTasksResult {}

    /**
     * A stretch of a walk, as it was asked for.
     *
     * @param slice its tasks, and where to go on
     */
    record FoundSlice(Slice slice) implements ListTasksResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ListTasksResult {}
}
