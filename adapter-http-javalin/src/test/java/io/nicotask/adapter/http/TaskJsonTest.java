package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TaskJsonTest {

    private static final String RUNNING_REPORT = """
            "report":{"version":1,"stages":[\
            {"number":1,"status":"completed","steps":[{"componentType":"PowerShelf","status":"completed",\
            "totalComponents":8,"succeededComponents":8,"failedComponents":0,\
            "startedAt":"2026-06-01T12:01:00Z","finishedAt":"2026-06-01T12:01:41Z"}],\
            "startedAt":"2026-06-01T12:01:00Z","finishedAt":"2026-06-01T12:01:41Z"},\
            {"number":2,"status":"running","steps":[{"componentType":"Compute","status":"running",\
            "totalComponents":18,"succeededComponents":17,"failedComponents":1,"startedAt":"2026-06-01T12:01:41Z"},\
            {"componentType":"CDU","status":"skipped","totalComponents":0,"succeededComponents":0,\
            "failedComponents":0}],"startedAt":"2026-06-01T12:01:41Z"},\
            {"number":3,"status":"pending","steps":[{"componentType":"NVSwitch","status":"pending",\
            "totalComponents":9,"succeededComponents":0,"failedComponents":0}]}]}}""";

    private static final String CANCELLED_REPORT = """
            {"number":2,"status":"failed","steps":[{"componentType":"Compute","status":"failed",\
            "totalComponents":18,"succeededComponents":17,"failedComponents":1,\
            "startedAt":"2026-06-01T12:01:41Z","finishedAt":"2026-06-01T12:03:00Z","error":"Cancelled by user"},\
            {"componentType":"CDU","status":"skipped","totalComponents":0,"succeededComponents":0,\
            "failedComponents":0}],"startedAt":"2026-06-01T12:01:41Z","finishedAt":"2026-06-01T12:03:00Z",\
            "error":"Cancelled by user"},\
            {"number":3,"status":"pending","steps":[{"componentType":"NVSwitch","status":"pending",\
            "totalComponents":9,"succeededComponents":0,"failedComponents":0}]}],"error":"Cancelled by user"}}""";

    @Test
    void a_report_omits_keys_without_a_value() {
        String json = json(TaskExamples.aRunningTaskWithReport());

        assertThat(json).endsWith(RUNNING_REPORT);
    }

    @Test
    void the_report_of_a_cancelled_task_shows_nothing_as_running() {
        Cancelled cancelled = (Cancelled) TaskExamples.aRunningTaskWithReport()
                .cancel(Actor.system("test"), null, HttpFixture.START.plusMillis(180_500));

        String json = json(cancelled.task());

        assertThat(json).endsWith(CANCELLED_REPORT);
    }

    @Test
    void a_key_without_a_value_is_present_and_null_or_empty() {
        TaskSpec spec = new TaskSpec(
                new SiteId(new UUID(0, 1)),
                new RackId(new UUID(0, 2)),
                Operation.POWER_ON,
                ComponentSelection.WHOLE_RACK,
                "",
                null);
        Task task = Task.submitted(new TaskId(new UUID(0, 3)), spec, HttpFixture.START);

        String json = json(task);

        assertThat(json)
                .isEqualTo(
                        "{\"id\":\"00000000-0000-0000-0000-000000000003\",\"status\":\"Pending\","
                                + "\"description\":\"\",\"message\":\"Pending\",\"ruleId\":null,\"started\":null,"
                                + "\"finished\":null,\"created\":\"2026-06-01T12:00:00Z\",\"updated\":\"2026-06-01T12:00:00Z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T12:00:00Z, 2026-06-01T12:00:00Z",
        "2026-06-01T12:00:00.100Z, 2026-06-01T12:00:00.1Z",
        "2026-06-01T12:00:00.120Z, 2026-06-01T12:00:00.12Z",
        "2026-06-01T12:00:00.000001Z, 2026-06-01T12:00:00.000001Z",
        "2026-06-01T12:00:00.999999999Z, 2026-06-01T12:00:00.999999Z",
        "2026-06-01T14:00:00+02:00, 2026-06-01T12:00:00Z"
    })
    void times_have_up_to_six_digits_of_fraction_without_trailing_zeros(String instant, String text) {
        assertThat(Rfc3339.format(Instant.parse(instant))).isEqualTo(text);
    }

    private static String json(Task task) {
        byte[] bytes = new JsonCodec("nico").bytes(new Success(200, TaskJson.of(task, HttpFixture.API), Map.of()));
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
