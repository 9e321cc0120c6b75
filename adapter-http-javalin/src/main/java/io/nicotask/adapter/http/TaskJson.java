package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.value.RuleId;
import org.jspecify.annotations.Nullable;

/** A task, as clients see it. Every key is present, except {@code report} when there is no report. */
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

    static TaskJson of(Task task, Api api) {
        RuleId rule = task.spec().rule();
        WorkflowRun run = task.state().runOrNull();
        TaskReport report = task.report();
        return new TaskJson(
                task.id().toString(),
                api.label(task.status()),
                task.spec().description(),
                task.message(),
                rule == null ? null : rule.toString(),
                run == null ? null : Rfc3339.format(run.startedAt()),
                Rfc3339.formatOrNull(task.state().finishedOrNull()),
                Rfc3339.format(task.revision().created()),
                Rfc3339.format(task.revision().updated()),
                report == null ? null : ReportJson.of(report));
    }
}
