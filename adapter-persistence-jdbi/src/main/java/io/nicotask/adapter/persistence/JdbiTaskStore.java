package io.nicotask.adapter.persistence;

import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

final class JdbiTaskStore implements TaskStore {

    private static final String FIND = "select " + TaskRow.QUALIFIED_COLUMNS + """
             from task t join site s on s.id = t.site_id
            where t.id = :id and s.id = :site and s.provider_id = :provider
            """;

    /**
     * Waits for the transaction that holds the row, and then reads what it committed. As the key of a task never
     * changes, rows that only refer to the task are inserted meanwhile.
     */
    private static final String LOCK = FIND + "for no key update of t";

    private static final String INSERT = """
            with added as (
                insert into task (id, site_id, rack_id, operation, components, description, rule_id, status, message,
                                  deadline_at, run_id, started_at, finished_at, ended_by, end_reason, error, report,
                                  created_at, updated_at, version)
                select :id, s.id, :rackId, :operation, cast(:components as jsonb), :description, cast(:ruleId as uuid),
                       :status, :message, :deadlineAt, :runId, :startedAt, :finishedAt, :endedBy, :endReason, :error,
                       cast(:report as jsonb), :createdAt, :updatedAt, :version
                from site s where s.id = :site and s.provider_id = :provider
                on conflict (id) do nothing
                returning id
            )
            """ + history("added");

    private static final String UPDATE = """
            update task t
            set status = :status, message = :message, rule_id = cast(:ruleId as uuid), deadline_at = :deadlineAt,
                run_id = :runId, started_at = :startedAt, finished_at = :finishedAt, ended_by = :endedBy,
                end_reason = :endReason, error = :error, report = cast(:report as jsonb), updated_at = :updatedAt,
                version = :version
            from site s
            where t.id = :id and t.status = :statusBefore and t.version = :versionBefore
              and s.id = t.site_id and s.id = :site and s.provider_id = :provider
            """;

    private static final String UPDATE_STATE = "with moved as (\n" + UPDATE + "returning t.id\n)\n" + history("moved");

    private static final String INSERT_LATE_RESULT = """
            insert into late_result (task_id, run_id, result, at)
            select t.id, :run, :result, :at
            from task t join site s on s.id = t.site_id
            where t.id = :task and s.id = :site and s.provider_id = :provider
            """;

    private static final String HISTORY = """
            select h.from_status, h.to_status, h.at, h.actor, h.reason, h.request_id
            from task_history h join task t on t.id = h.task_id join site s on s.id = t.site_id
            where t.id = :id and s.id = :site and s.provider_id = :provider
            order by h.version
            """;

    private final JdbiTransactions transactions;

    JdbiTaskStore(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Task> find(TaskScope scope, TaskId id) {
        return one(FIND, scope, id);
    }

    @Override
    public Optional<Task> lock(TaskScope scope, TaskId id) {
        return one(LOCK, scope, id);
    }

    private Optional<Task> one(String sql, TaskScope scope, TaskId id) {
        return transactions.read(handle -> Columns.bindScope(handle.createQuery(sql), scope)
                .bind("id", id.value())
                .map(TaskRow::read)
                .findOne());
    }

    @Override
    public void insertTask(TaskScope scope, Task task, ChangeCause cause) {
        if (!task.spec().site().equals(scope.site())) {
            throw new IllegalArgumentException(task + " is not of " + scope);
        }
        int added = transactions.write(handle -> {
            transactions.markCommit(later -> HistoryRow.isWritten(later, task, cause));
            Update statement = Columns.bindScope(handle.createUpdate(INSERT), scope)
                    .bindMap(TaskRow.specValues(task))
                    .bindMap(TaskRow.stateValues(task));
            return bindHistory(statement, null, cause).execute();
        });
        if (added == 0) {
            throw new IllegalStateException(task + " is kept already, or there is no " + scope);
        }
    }

    @Override
    public void update(TaskScope scope, TaskChange change) {
        Task before = change.before();
        boolean changesState = before.status() != change.after().status();
        int updated = transactions.write(handle -> {
            Update statement = Columns.bindScope(handle.createUpdate(changesState ? UPDATE_STATE : UPDATE), scope)
                    .bind("statusBefore", before.status().label())
                    .bind("versionBefore", before.revision().version());
            statement.bindMap(TaskRow.stateValues(change.after()));
            if (changesState) {
                transactions.markCommit(later -> HistoryRow.isWritten(later, change.after(), change.cause()));
            }
            return (changesState ? bindHistory(statement, before.status(), change.cause()) : statement).execute();
        });
        if (updated == 0) {
            throw new StaleTask(before);
        }
    }

    /** Adds a history row for each task that the same statement has written. */
    private static String history(String written) {
        return """
                insert into task_history (task_id, version, from_status, to_status, at, actor, reason, request_id)
                select id, :version, :statusBefore, :status, :updatedAt, :actor, :reason, :requestId from\s""" + written;
    }

    private static Update bindHistory(Update statement, @Nullable TaskStatus from, ChangeCause cause) {
        return statement
                .bind("statusBefore", from == null ? null : from.label())
                .bind("actor", cause.actor().name())
                .bind("reason", cause.reason() == null ? null : cause.reason().text())
                .bind("requestId", cause.requestId());
    }

    @Override
    public void insertLateOutcome(TaskScope scope, LateOutcome late) {
        transactions.write(handle -> Columns.bindScope(handle.createUpdate(INSERT_LATE_RESULT), scope)
                .bind("task", late.task().value())
                .bind("run", late.run().value())
                .bind("result", late.result())
                .bind("at", late.at())
                .execute());
    }

    @Override
    public List<HistoryEntry> history(TaskScope scope, TaskId id) {
        return transactions.read(handle -> Columns.bindScope(handle.createQuery(HISTORY), scope)
                .bind("id", id.value())
                .map(HistoryRow::read)
                .list());
    }
}
