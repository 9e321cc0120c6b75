package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.HistoryEntry;
import java.util.List;

/** The results of {@link GetTaskHistory}. */
public sealed interface GetTaskHistoryResult {

    /**
     * The task was found.
     *
     * @param entries the changes, oldest first
     */
    record Found(List<HistoryEntry> entries) implements GetTaskHistoryResult {}

    /** The site has no such task. */
    record NotFound() implements GetTaskHistoryResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements GetTaskHistoryResult {}
}
