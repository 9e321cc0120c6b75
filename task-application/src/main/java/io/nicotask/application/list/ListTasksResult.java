package io.nicotask.application.list;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskListing.Page;
import io.nicotask.application.port.TaskListing.Stretch;

/** The answers of {@link ListTasks}. */
public sealed interface ListTasksResult {

    /**
     * A page, as it was asked for.
     *
     * @param page its tasks, and how many there are in all
     */
    record Listed(Page page) implements ListTasksResult {}

    /**
     * A stretch of a walk, as it was asked for.
     *
     * @param stretch its tasks, and where to go on
     */
    record Walked(Stretch stretch) implements ListTasksResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ListTasksResult {}
}
