package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows 14 and 15 of section 4.2 of the contract: a cancel terminates an open task, and leaves a terminated one
 * unchanged.
 */
@ExtendWith(SharedServers.class)
final class CancelAcceptanceTableTest {

    private static final String ORG = IdleServer.ORG;
    private static final String QUERY = "?siteId=" + IdleServer.SITE;
    private static final String BODY = "{\"siteId\":\"" + IdleServer.SITE + "\",\"reason\":\"wrong rack\"}";

    /**
     * The report of a task cancelled while Running: its counters are unchanged, and what had not begun is still
     * pending.
     */
    private static final String CLOSED_REPORT = """
            ,"report":{"version":1,"stages":[\
            {"number":1,"status":"failed","steps":[\
            {"componentType":"PowerShelf","status":"failed","totalComponents":8,"succeededComponents":5,\
            "failedComponents":1,"startedAt":"2026-06-01T12:00:02Z","finishedAt":"SECOND","error":"Cancelled by user"},\
            {"componentType":"CDU","status":"skipped","totalComponents":0,"succeededComponents":0,"failedComponents":0}\
            ],"startedAt":"2026-06-01T12:00:02Z","finishedAt":"SECOND","error":"Cancelled by user"},\
            {"number":2,"status":"pending","steps":[{"componentType":"Compute","status":"pending",\
            "totalComponents":18,"succeededComponents":0,"failedComponents":0}]},\
            {"number":3,"status":"pending","steps":[{"componentType":"NVSwitch","status":"pending",\
            "totalComponents":9,"succeededComponents":0,"failedComponents":0}]}],\
            "error":"Cancelled by user"}""";

    private final IdleServer idle;
    private final String admin =
            BearerTokenBuilder.of(ORG, "NICO_PROVIDER_ADMIN").signed();

    CancelAcceptanceTableTest(IdleServer idle) {
        this.idle = idle;
    }

    /** The open states, and what differs when a task is cancelled in each. */
    enum Open {
        WAITING("null", "", "\"2-confirmed\""),
        PENDING("null", "", "\"2-requested\""),
        RUNNING("\"2026-06-01T12:00:01Z\"", CLOSED_REPORT, "\"4-requested\"");

        private final String started;
        private final String report;
        private final String etag;

        Open(String started, String report, String etag) {
            this.started = started;
            this.report = report;
            this.etag = etag;
        }

        Task storedTask(StoredTasks tasks) {
            return switch (this) {
                case WAITING -> tasks.waiting();
                case PENDING -> tasks.pending();
                case RUNNING -> tasks.running();
            };
        }

        boolean mayHaveWorkflow() {
            return this != WAITING;
        }

        String cancelled(TaskId task, String at) {
            return """
                    {"id":"%s","status":"Terminated","description":"test","message":"Cancelled by user","ruleId":null,\
                    "started":%s,"finished":"%s","created":"2026-06-01T12:00:00Z","updated":"%s"%s}\
                    """.formatted(task, started, at, at, report.replace("SECOND", at.replaceFirst("\\.\\d+", "")));
        }

        /** Returns the columns of the task's row that a cancel changes. */
        List<String> changedColumns() {
            List<String> changed =
                    new ArrayList<>(List.of("ended_by", "end_reason", "finished_at", "message", "status"));
            changed.addAll(List.of("updated_at", "version"));
            switch (this) {
                case WAITING -> changed.add("deadline_at");
                case PENDING -> {}
                case RUNNING -> changed.add("report");
            }
            return changed;
        }
    }

    static Stream<Arguments> openTasksOnBothMounts() {
        return Stream.of(Open.values())
                .flatMap(open -> Stream.of(TaskPath.values()).map(mount -> Arguments.of(open, mount)));
    }

    @ParameterizedTest
    @MethodSource("openTasksOnBothMounts")
    void row_15_an_open_task_is_cancelled(Open open, TaskPath mount) {
        TaskId task = open.storedTask(idle.tasks()).id();
        Instant before = Instant.now();

        HttpReply reply = idle.post(mount.cancel(ORG, task), admin, BODY);

        String finished = reply.json().get("finished").asText();
        assertThat(Instant.parse(finished)).isBetween(before.minusMillis(1), Instant.now());
        assertThat(reply).isEqualTo(accepted(open, task, finished));
    }

    @ParameterizedTest
    @MethodSource("openTasksOnBothMounts")
    void row_15_writes_the_end_the_history_the_audit_and_the_stop_and_nothing_else(Open open, TaskPath mount) {
        TaskId task = open.storedTask(idle.tasks()).id();
        JsonNode before = idle.rows().task(task);
        List<String> others = allBut(task);

        idle.post(mount.cancel(ORG, task), admin, BODY);

        JsonNode after = idle.rows().task(task);
        assertThat(differing(before, after)).containsExactlyInAnyOrderElementsOf(open.changedColumns());
        assertThat(after.get("ended_by").asText()).endsWith("people/alice");
        assertThat(after.get("end_reason").asText()).isEqualTo("wrong rack");
        assertThat(after.get("version").asLong())
                .isEqualTo(before.get("version").asLong() + 1);
        await().until(idle.rows()::haveNoOpenDelivery);
        assertThat(idle.rows().addedTo(others))
                .extracting(row -> row.split(" ", 2)[0])
                .containsExactlyElementsOf(
                        open.mayHaveWorkflow()
                                ? List.of("audit", "stop_history", "task", "task_history", "task_stop")
                                : List.of("audit", "task", "task_history"));
        assertThat(idle.rows().workFor(task))
                .isEqualTo(open.mayHaveWorkflow() ? List.of("ALERT_STOP", "CHECK_WORKFLOW") : List.of());
    }

    @ParameterizedTest
    @MethodSource("openTasksOnBothMounts")
    void row_14_a_cancelled_task_is_unchanged(Open open, TaskPath mount) {
        TaskId task = open.storedTask(idle.tasks()).id();
        String cancelled = idle.post(mount.cancel(ORG, task), admin, BODY).body();
        HttpReply shown = confirmed(task);

        assertThat(shown.body()).isEqualTo(cancelled);
        assertThat(shown.header("Retry-After")).isNull();
        for (TaskPath any : TaskPath.values()) {
            HttpReply again = idle.assertChangesNothing(() -> idle.post(any.cancel(ORG, task), admin, BODY));
            HttpReply got = idle.assertChangesNothing(() -> idle.get(any.task(ORG, task) + QUERY, admin));

            assertThat(again.status()).isEqualTo(202);
            assertThat(again.body()).isEqualTo(cancelled);
            assertThat(again.headers())
                    .isEqualTo(shown.with("Cancel-Outcome", "already-terminated")
                            .with("Location", location(task))
                            .headers());
            assertThat(got).isEqualTo(shown);
        }
    }

    private static HttpReply accepted(Open open, TaskId task, String finished) {
        HttpReply reply = new HttpReply(202, open.cancelled(task, finished), new TreeMap<>())
                .with("Cancel-Outcome", "cancelled")
                .with("ETag", open.etag)
                .with("Location", location(task));
        return open.mayHaveWorkflow()
                ? reply.with("Task-Stop", "requested").with("Retry-After", "1")
                : reply.with("Task-Stop", "confirmed");
    }

    private HttpReply confirmed(TaskId task) {
        return await().until(
                        () -> idle.get(TaskPath.NEW.task(ORG, task) + QUERY, admin),
                        reply -> Objects.equals(reply.header("Task-Stop"), "confirmed"));
    }

    /** Returns all rows except the task's own. */
    private List<String> allBut(TaskId task) {
        return idle.rowsAtRest().stream()
                .filter(row -> !row.startsWith("task ") || !row.contains(task.toString()))
                .toList();
    }

    private static List<String> differing(JsonNode before, JsonNode after) {
        return before.properties().stream()
                .filter(column -> !column.getValue().equals(after.get(column.getKey())))
                .map(column -> column.getKey())
                .toList();
    }

    private static String location(TaskId task) {
        return TaskPath.NEW.task(ORG, task) + QUERY;
    }
}
