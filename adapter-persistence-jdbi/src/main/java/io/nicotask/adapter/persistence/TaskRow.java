package io.nicotask.adapter.persistence;

import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Pending;
import io.nicotask.domain.task.TaskState.Running;
import io.nicotask.domain.task.TaskState.Succeeded;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A task as a row of the table {@code task}. */
final class TaskRow {

    private static final String COLUMNS = """
            id, site_id, rack_id, operation, components, description, rule_id, status, message, deadline_at, run_id, \
            started_at, finished_at, ended_by, end_reason, error, created_at, updated_at, version""";

    /** The columns to select from {@code task t}. */
    static final String QUALIFIED_COLUMNS = (COLUMNS + ", report").replaceAll("(\\w+)", "t.$1");

    private TaskRow() {}

    /** Returns the columns to select; an omitted report is not read. */
    static String columns(Reports reports) {
        return switch (reports) {
            case INCLUDED -> COLUMNS + ", report";
            case OMITTED -> COLUMNS + ", null as report";
        };
    }

    /** Returns the values of the columns that never change. */
    static Map<String, @Nullable Object> specValues(Task task) {
        TaskSpec spec = task.spec();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("rackId", spec.rack().value());
        values.put("operation", spec.operation().code());
        values.put("components", ComponentsColumnJson.write(spec.components()));
        values.put("description", spec.description());
        values.put("createdAt", task.revision().created());
        return values;
    }

    /** Returns the values of the columns that every change writes. */
    static Map<String, @Nullable Object> stateValues(Task task) {
        WorkflowRun run = task.state().runOrNull();
        RuleId rule = task.spec().rule();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", task.id().value());
        values.put("ruleId", rule == null ? null : rule.value());
        values.put("status", task.status().label());
        values.put("message", task.message());
        values.put("deadlineAt", task.state() instanceof Waiting waiting ? waiting.deadline() : null);
        values.put("runId", run == null ? null : run.id().value());
        values.put("startedAt", run == null ? null : run.startedAt());
        values.put("finishedAt", task.state().finishedOrNull());
        values.put("report", ReportColumnJson.write(task.report()));
        values.put("updatedAt", task.revision().updated());
        values.put("version", task.revision().version());
        Terminated terminated = task.state() instanceof Terminated end ? end : null;
        Reason reason = terminated == null ? null : terminated.reason();
        values.put("endedBy", terminated == null ? null : terminated.by().name());
        values.put("endReason", reason == null ? null : reason.text());
        values.put("error", task.state() instanceof Failed failed ? failed.error() : null);
        return values;
    }

    /** Maps a row. */
    static Task read(ResultSet row, StatementContext context) throws SQLException {
        return Task.rehydrated(
                new TaskId(Columns.uuid(row, "id")),
                spec(row),
                state(row),
                row.getString("message"),
                ReportColumnJson.read(row.getString("report")),
                new Revision(
                        Columns.instant(row, "created_at"),
                        Columns.instant(row, "updated_at"),
                        row.getLong("version")));
    }

    private static TaskSpec spec(ResultSet row) throws SQLException {
        UUID rule = row.getObject("rule_id", UUID.class);
        return new TaskSpec(
                new SiteId(Columns.uuid(row, "site_id")),
                new RackId(Columns.uuid(row, "rack_id")),
                Operation.ofCode(row.getString("operation")).orElseThrow(),
                ComponentsColumnJson.read(row.getString("components")),
                row.getString("description"),
                rule == null ? null : new RuleId(rule));
    }

    private static TaskState state(ResultSet row) throws SQLException {
        return switch (TaskStatus.ofLabel(row.getString("status")).orElseThrow()) {
            case WAITING -> new Waiting(Columns.instant(row, "deadline_at"));
            case PENDING -> new Pending();
            case RUNNING -> new Running(run(row));
            case SUCCEEDED -> new Succeeded(run(row), finished(row));
            case FAILED -> new Failed(runOrNull(row), finished(row), row.getString("error"));
            case TERMINATED ->
                new Terminated(runOrNull(row), finished(row), new Actor(row.getString("ended_by")), reason(row));
        };
    }

    private static @Nullable WorkflowRun runOrNull(ResultSet row) throws SQLException {
        return row.getString("run_id") == null ? null : run(row);
    }

    private static WorkflowRun run(ResultSet row) throws SQLException {
        return new WorkflowRun(new WorkflowRunId(row.getString("run_id")), Columns.instant(row, "started_at"));
    }

    private static Instant finished(ResultSet row) throws SQLException {
        return Columns.instant(row, "finished_at");
    }

    private static @Nullable Reason reason(ResultSet row) throws SQLException {
        String text = row.getString("end_reason");
        return text == null ? null : new Reason(text);
    }
}
