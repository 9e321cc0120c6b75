package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** A task and its stop as one row. */
final class TaskWithStopRow {

    /** The columns to select from {@code task t} with its {@link #JOIN_STOP stop}. */
    static final String COLUMNS = TaskRow.QUALIFIED_COLUMNS + ", " + StopRow.FACTS;

    /** Adds the stop to each task; an open task has none. */
    static final String JOIN_STOP = """
            left join nico.task_stop r on r.task_id = t.id
            left join nico.rack_reservation g on g.task_id = t.id""";

    private static final String FIND = """
            select {columns}
            from nico.task t join nico.site s on s.id = t.site_id {stop}
            where t.id = :id and s.id = :site and s.provider_id = :provider
            """.replace("{columns}", COLUMNS).replace("{stop}", JOIN_STOP);

    private TaskWithStopRow() {}

    /** Reads a task without a lock. */
    static Optional<TaskSnapshot> find(Handle handle, TaskScope scope, TaskId id, Duration attentionAfter) {
        return Columns.bindScope(handle.createQuery(FIND), scope)
                .bind("id", id.value())
                .map((row, context) -> read(row, context, attentionAfter))
                .findOne();
    }

    /** Maps a row. */
    static TaskSnapshot read(ResultSet row, StatementContext context, Duration attentionAfter) throws SQLException {
        Task task = TaskRow.read(row, context);
        Stop stop = Columns.instantOrNull(row, "decided_at") == null
                ? null
                : StopRow.readStop(row, task.id(), attentionAfter);
        return new TaskSnapshot(task, stop, null, null);
    }
}
