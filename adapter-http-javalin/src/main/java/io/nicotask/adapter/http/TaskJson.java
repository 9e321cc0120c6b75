package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import org.jspecify.annotations.Nullable;

/** A task as clients see it: every key is there but {@code report}, which is left out when there is none. */
record TaskJson(
        @JsonProperty("id") String id,
        @JsonProperty("status") String status,
        @JsonProperty("description") String description,
        @JsonProperty("message") String message,
        @JsonProperty("ruleId") @Nullable String ruleId,
        @JsonProperty("started") @Nullable String started,
        @JsonProperty("finished") @Nullable String finished,
        @JsonProperty("created") String created,
        @JsonProperty("updated") String updated,

        @JsonProperty("report") @JsonInclude(Include.NON_NULL) @Nullable
        ReportJson report) {

    static TaskJson of(Task task) {
        RuleId rule = task.request().rule();
        Run run = task.state().runOrNull();
        TaskReport report = task.report();
        return new TaskJson(
                task.id().toString(),
                task.status().label(),
                task.request().description(),
                task.message(),
                rule == null ? null : rule.toString(),
                run == null ? null : Times.text(run.startedAt()),
                Times.textOrNull(task.state().finishedOrNull()),
                Times.text(task.revision().created()),
                Times.text(task.revision().updated()),
                report == null ? null : ReportJson.of(report));
    }
}
