package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.Page;
import io.nicotask.application.port.Slice;

/** The results of {@link ListTasks}. */
public sealed interface ListTasksResult {

    /**
     * The requested page.
     *
     * @param page the page, with the total number of tasks
     */
    record FoundPage(Page page) implements ListTasksResult {}

    /**
     * The requested slice.
     *
     * @param slice the slice, with the cursor of the next one
     */
    record FoundSlice(Slice slice) implements ListTasksResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements ListTasksResult {}
}
