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
 * What the database holds of a task.
 *
 * @param stops for each request to stop its workflow, whether that is confirmed
 * @param cancels how many cancels the audit has as granted
 */
record StoredTask(
        TaskId id, Asked asked, TaskStatus status, long version, List<Edge> history, List<Boolean> stops, int cancels) {

    private static final String BETWEEN = """
            select jsonb_build_object(
                'task', to_jsonb(t),
                'history', (select coalesce(jsonb_agg(to_jsonb(h) order by h.version), '[]')
                            from task_history h where h.task_id = t.id),
                'stops', (select coalesce(jsonb_agg(r.done_at is not null), '[]')
                          from workflow_request r where r.task_id = t.id and r.kind = 'STOP'),
                'cancels', (select count(*) from audit a
                            where a.task_id = t.id and a.action = 'CANCEL_TASK' and a.denial is null))
            from task t where t.place > ?::bigint and t.place <= ?::bigint order by t.place
            """;

    /** All tasks that came after the one place, up to the other. */
    static List<StoredTask> between(DatabaseRows rows, long after, long upTo) {
        return rows.texts(BETWEEN, Long.toString(after), Long.toString(upTo)).stream()
                .map(DatabaseRows::json)
                .map(StoredTask::of)
                .toList();
    }

    private static StoredTask of(JsonNode json) {
        JsonNode task = json.get("task");
        Asked asked = new Asked(
                new RackId(UUID.fromString(task.get("rack_id").asText())),
                Operation.ofCode(task.get("operation").asText()).orElseThrow());
        return new StoredTask(
                new TaskId(UUID.fromString(task.get("id").asText())),
                asked,
                TaskStatus.ofLabel(task.get("status").asText()).orElseThrow(),
                task.get("version").asLong(),
                elements(json.get("history")).map(Edge::of).toList(),
                elements(json.get("stops")).map(JsonNode::asBoolean).toList(),
                json.get("cancels").asInt());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** What was submitted. */
    record Asked(RackId rack, Operation operation) {}

    /**
     * A row of its history.
     *
     * @param version the version that the change led to
     * @param from the state before, or null for its beginning
     * @param request the call that asked for it, or null when none did
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
