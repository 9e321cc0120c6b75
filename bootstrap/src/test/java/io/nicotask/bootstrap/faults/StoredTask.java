package io.nicotask.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A task as stored in the database.
 *
 * @param stops for each stop, whether the workflow is known to be closed
 * @param cancels the number of granted cancels in the audit
 */
record StoredTask(
        TaskId id,
        Submission submission,
        TaskStatus status,
        long version,
        List<Edge> history,
        List<Boolean> stops,
        int cancels) {

    private static final String BETWEEN = """
            select jsonb_build_object(
                'task', to_jsonb(t),
                'history', (select coalesce(jsonb_agg(to_jsonb(h) order by h.version), '[]')
                            from task_history h where h.task_id = t.id),
                'stops', (select coalesce(jsonb_agg(s.engine_closed_at is not null), '[]')
                          from task_stop s where s.task_id = t.id),
                'cancels', (select count(*) from audit a
                            where a.task_id = t.id and a.action = 'CANCEL_TASK' and a.denial is null))
            from task t where t.queue_position > ?::bigint and t.queue_position <= ?::bigint order by t.queue_position
            """;

    /** Returns the tasks created after the first position and up to the second. */
    static List<StoredTask> between(DatabaseRows rows, long after, long upTo) {
        return rows.texts(BETWEEN, Long.toString(after), Long.toString(upTo)).stream()
                .map(DatabaseRows::json)
                .map(StoredTask::of)
                .toList();
    }

    private static StoredTask of(JsonNode json) {
        JsonNode task = json.get("task");
        Submission submission = new Submission(
                new RackId(UUID.fromString(task.get("rack_id").asText())),
                Operation.ofCode(task.get("operation").asText()).orElseThrow());
        return new StoredTask(
                new TaskId(UUID.fromString(task.get("id").asText())),
                submission,
                TaskStatus.ofLabel(task.get("status").asText()).orElseThrow(),
                task.get("version").asLong(),
                elements(json.get("history")).map(Edge::of).toList(),
                elements(json.get("stops")).map(JsonNode::asBoolean).toList(),
                json.get("cancels").asInt());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The request that created the task. */
    record Submission(RackId rack, Operation operation) {}

    /**
     * A row of the task's history.
     *
     * @param version the task's version after the change
     * @param from the state before, or null for a new task
     * @param request the id of the request that caused the change, or null
     */
    record Edge(
            long version,
            @Nullable TaskStatus from,
            TaskStatus to,
            @Nullable String request) {

        private static Edge of(JsonNode row) {
            return new Edge(
                    row.get("version").asLong(),
                    TaskStatus.ofLabel(row.get("from_status").asText()).orElse(null),
                    TaskStatus.ofLabel(row.get("to_status").asText()).orElseThrow(),
                    row.get("request_id").isNull()
                            ? null
                            : row.get("request_id").asText());
        }
    }
}
