package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.Reason;
import org.jspecify.annotations.Nullable;

/** A change of state of a task, as clients see it. Every key is present; a value may be null. */
record HistoryEntryJson(
        @JsonProperty("from") @Nullable String from,
        @JsonProperty("to") String to,
        @JsonProperty("at") String at,
        @JsonProperty("actor") String actor,
        @JsonProperty("reason") @Nullable String reason,
        @JsonProperty("requestId") @Nullable String requestId) {

    static HistoryEntryJson of(HistoryEntry entry) {
        TaskStatus from = entry.from();
        Reason reason = entry.cause().reason();
        return new HistoryEntryJson(
                from == null ? null : from.label(),
                entry.to().label(),
                Rfc3339.format(entry.at()),
                entry.cause().actor().name(),
                reason == null ? null : reason.text(),
                entry.cause().requestId());
    }
}
