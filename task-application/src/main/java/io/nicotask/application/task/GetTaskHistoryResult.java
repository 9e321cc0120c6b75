package io.nicotask.application.task;

import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.HistoryEntry;
import java.util.List;

/** The answers of {@link GetTaskHistory}. */
public sealed interface GetTaskHistoryResult {

    /**
     * Here it is.
     *
     * @param entries the changes, oldest first
     */
    record Found(List<HistoryEntry> entries) implements GetTaskHistoryResult {}

    /** The site has no such task. */
    record NotFound() implements GetTaskHistoryResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements GetTaskHistoryResult {}
}
