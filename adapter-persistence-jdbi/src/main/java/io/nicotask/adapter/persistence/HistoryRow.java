package io.nicotask.adapter.persistence;

import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** A change of state as a row of the table {@code task_history}. */
final class HistoryRow {

    private static final String IS_WRITTEN = """
            select exists (
                select from nico.task_history
                where task_id = :id and version = :version and to_status = :status and at = :at
                  and actor = :actor and request_id is not distinct from :requestId)
            """;

    private HistoryRow() {}

    /** Returns whether the history holds this change, made by the same request at the same instant. */
    static boolean isWritten(Handle handle, Task after, ChangeCause cause) {
        return handle.createQuery(IS_WRITTEN)
                .bind("id", after.id().value())
                .bind("version", after.revision().version())
                .bind("status", after.status().label())
                .bind("at", after.revision().updated())
                .bind("actor", cause.actor().name())
                .bind("requestId", cause.requestId())
                .mapTo(Boolean.class)
                .one();
    }

    /** Maps a row. */
    static HistoryEntry read(ResultSet row, StatementContext context) throws SQLException {
        String from = row.getString("from_status");
        return new HistoryEntry(
                from == null ? null : status(from),
                status(row.getString("to_status")),
                Columns.instant(row, "at"),
                cause(row));
    }

    private static ChangeCause cause(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return new ChangeCause(
                new Actor(row.getString("actor")),
                reason == null ? null : new Reason(reason),
                row.getString("request_id"));
    }

    private static TaskStatus status(String label) {
        return TaskStatus.ofLabel(label).orElseThrow();
    }
}
