package io.nicotask.adapter.http;

import io.nicotask.application.port.HistoryEntry;
import io.nicotask.domain.task.Reason;
import io.nicotask.domain.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** One change of state of a task as clients see it: every key is there, and null where there is nothing to tell. */
record HistoryEntryJson(
        @Nullable String from,
        String to,
        String at,
        String actor,
        @Nullable String reason,
        @Nullable String requestId) {

    static HistoryEntryJson of(HistoryEntry entry) {
        TaskStatus from = entry.from();
        Reason reason = entry.cause().reason();
        return new HistoryEntryJson(
                from == null ? null : from.label(),
                entry.to().label(),
                Times.text(entry.at()),
                entry.cause().actor().name(),
                reason == null ? null : reason.text(),
                entry.cause().requestId());
    }
}
