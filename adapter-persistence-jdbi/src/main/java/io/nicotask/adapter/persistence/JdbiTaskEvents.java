package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.application.port.TaskEvents.TaskEvent.StatusChanged;
import io.nicotask.application.port.TaskEvents.TaskEvent.StopChanged;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads the settled part of the history of tasks and stops. */
final class JdbiTaskEvents implements TaskEvents {

    private static final String AFTER = """
            select changed.*, t.site_id, t.rack_id, t.operation from (
                (select number, task_id, from_status, to_status, null as stop, at, actor, reason, request_id
                 from nico.task_history where number > :after and number <= :settled order by number limit :limit)
                union all
                (select number, task_id, null, null, status, at, null, null, null
                 from nico.stop_history where number > :after and number <= :settled order by number limit :limit)
            ) changed join nico.task t on t.id = changed.task_id
            order by number limit :limit
            """;

    private final JdbiTransactions transactions;
    private final SettledNumbers numbers = new SettledNumbers();

    JdbiTaskEvents(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<TaskEvent> after(long position, int limit) {
        return transactions.read(handle -> read(handle, position, limit));
    }

    private List<TaskEvent> read(Handle handle, long position, int limit) {
        long settled = numbers.upTo(handle);
        if (settled <= position) {
            return List.of();
        }
        return handle.createQuery(AFTER)
                .bind("after", position)
                .bind("settled", settled)
                .bind("limit", limit)
                .map(JdbiTaskEvents::read)
                .list();
    }

    private static TaskEvent read(ResultSet row, StatementContext context) throws SQLException {
        long position = row.getLong("number");
        SiteId site = new SiteId(Columns.uuid(row, "site_id"));
        TaskId task = new TaskId(Columns.uuid(row, "task_id"));
        String stop = row.getString("stop");
        if (stop != null) {
            return new StopChanged(position, site, task, StopStatus.valueOf(stop), Columns.instant(row, "at"));
        }
        HistoryEntry entry = HistoryRow.read(row, context);
        return new StatusChanged(
                position,
                site,
                task,
                new RackId(Columns.uuid(row, "rack_id")),
                Operation.ofCode(row.getString("operation")).orElseThrow(),
                entry.from(),
                entry.to(),
                entry.at(),
                entry.cause());
    }
}
