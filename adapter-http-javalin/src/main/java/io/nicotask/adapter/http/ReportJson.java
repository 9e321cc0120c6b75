package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report in version 1. Keys without a value are left out. */
@JsonInclude(Include.NON_NULL)
record ReportJson(
        @JsonProperty("version") int version,
        @JsonProperty("stages") List<StageJson> stages,
        @JsonProperty("error") @Nullable String error) {

    static ReportJson of(TaskReport report) {
        return new ReportJson(
                TaskReport.VERSION,
                report.stages().stream().map(StageJson::of).toList(),
                report.error().orElse(null));
    }

    private static String label(Progress.Status status) {
        return switch (status) {
            case PENDING -> "pending";
            case RUNNING -> "running";
            case COMPLETED -> "completed";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }

    /** A stage of a report. */
    @JsonInclude(Include.NON_NULL)
    record StageJson(
            @JsonProperty("number") int number,
            @JsonProperty("status") String status,
            @JsonProperty("steps") List<StepJson> steps,
            @JsonProperty("startedAt") @Nullable String startedAt,
            @JsonProperty("finishedAt") @Nullable String finishedAt,
            @JsonProperty("error") @Nullable String error) {

        private static StageJson of(TaskReport.Stage stage) {
            Progress progress = stage.progress();
            return new StageJson(
                    stage.number(),
                    label(progress.status()),
                    stage.steps().stream().map(StepJson::of).toList(),
                    Rfc3339.formatOrNull(progress.startedAt()),
                    Rfc3339.formatOrNull(progress.finishedAt()),
                    progress.error());
        }
    }

    /** A step of a stage. */
    @JsonInclude(Include.NON_NULL)
    record StepJson(
            @JsonProperty("componentType") String componentType,
            @JsonProperty("status") String status,
            @JsonProperty("totalComponents") int totalComponents,
            @JsonProperty("succeededComponents") int succeededComponents,
            @JsonProperty("failedComponents") int failedComponents,
            @JsonProperty("startedAt") @Nullable String startedAt,
            @JsonProperty("finishedAt") @Nullable String finishedAt,
            @JsonProperty("error") @Nullable String error) {

        private static StepJson of(TaskReport.Step step) {
            Progress progress = step.progress();
            return new StepJson(
                    step.type().label(),
                    label(progress.status()),
                    step.total(),
                    step.succeeded(),
                    step.failed(),
                    Rfc3339.formatOrNull(progress.startedAt()),
                    Rfc3339.formatOrNull(progress.finishedAt()),
                    progress.error());
        }
    }
}
