package io.nicotask.adapter.persistence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.value.ComponentType;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task's report as JSON.
 *
 * @param version the version of this JSON's schema
 * @param stages the stages in order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ReportColumnJson(
        @JsonProperty("version") int version,
        @JsonProperty("stages") List<StageJson> stages) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static @Nullable String write(@Nullable TaskReport report) {
        if (report == null) {
            return null;
        }
        try {
            return MAPPER.writeValueAsString(new ReportColumnJson(
                    TaskReport.VERSION,
                    report.stages().stream().map(StageJson::of).toList()));
        } catch (JsonProcessingException defect) {
            throw new UncheckedIOException(defect);
        }
    }

    /** Returns the report, or null if there is none or its version is not known. */
    static @Nullable TaskReport read(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            if (MAPPER.readTree(json).path("version").asInt() != TaskReport.VERSION) {
                return null;
            }
            ReportColumnJson report = MAPPER.readValue(json, ReportColumnJson.class);
            return new TaskReport(
                    report.stages().stream().map(StageJson::toStage).toList());
        } catch (JsonProcessingException defect) {
            throw new UncheckedIOException(defect);
        }
    }

    record StageJson(
            @JsonProperty("number") int number,
            @JsonProperty("progress") ProgressJson progress,
            @JsonProperty("steps") List<StepJson> steps) {

        static StageJson of(Stage stage) {
            return new StageJson(
                    stage.number(),
                    ProgressJson.of(stage.progress()),
                    stage.steps().stream().map(StepJson::of).toList());
        }

        Stage toStage() {
            return new Stage(
                    number,
                    progress.toProgress(),
                    steps.stream().map(StepJson::toStep).toList());
        }
    }

    record StepJson(
            @JsonProperty("type") String type,
            @JsonProperty("progress") ProgressJson progress,
            @JsonProperty("total") int total,
            @JsonProperty("succeeded") int succeeded,
            @JsonProperty("failed") int failed) {

        static StepJson of(Step step) {
            return new StepJson(
                    step.type().label(),
                    ProgressJson.of(step.progress()),
                    step.total(),
                    step.succeeded(),
                    step.failed());
        }

        Step toStep() {
            return new Step(
                    ComponentType.ofLabel(type).orElse(ComponentType.UNKNOWN),
                    progress.toProgress(),
                    total,
                    succeeded,
                    failed);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProgressJson(
            @JsonProperty("status") String status,
            @JsonProperty("startedAt") @Nullable String startedAt,
            @JsonProperty("finishedAt") @Nullable String finishedAt,
            @JsonProperty("error") @Nullable String error) {

        static ProgressJson of(Progress progress) {
            return new ProgressJson(
                    progress.status().name(),
                    text(progress.startedAt()),
                    text(progress.finishedAt()),
                    progress.error());
        }

        Progress toProgress() {
            return new Progress(Progress.Status.valueOf(status), instant(startedAt), instant(finishedAt), error);
        }

        private static @Nullable String text(@Nullable Instant at) {
            return at == null ? null : at.toString();
        }

        private static @Nullable Instant instant(@Nullable String text) {
            return text == null ? null : Instant.parse(text);
        }
    }
}
