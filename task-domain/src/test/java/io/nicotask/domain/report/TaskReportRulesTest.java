package io.nicotask.domain.report;

import static io.nicotask.domain.report.TaskReport.Progress.Status.COMPLETED;
import static io.nicotask.domain.report.TaskReport.Progress.Status.FAILED;
import static io.nicotask.domain.report.TaskReport.Progress.Status.PENDING;
import static io.nicotask.domain.report.TaskReport.Progress.Status.RUNNING;
import static io.nicotask.domain.report.TaskReport.Progress.Status.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.report.TaskReport.Progress.Status;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.value.ComponentType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the contract's rules for reports after every input of many random sequences. */
final class TaskReportRulesTest {

    private static final Set<Status> BEGUN = EnumSet.of(RUNNING, COMPLETED, FAILED);
    private static final Set<Status> ENDED = EnumSet.of(COMPLETED, FAILED);

    private static final List<Input> INPUTS = new ArrayList<>();

    @BeforeAll
    static void applyRandomInputs() {
        Random random = new Random(3);
        for (int sequence = 0; sequence < 300; sequence++) {
            TaskReport report = plan(random);
            for (int i = 0; i < 12; i++) {
                INPUTS.add(input(random, report));
                report = INPUTS.getLast().after();
            }
        }
    }

    @Test
    void the_sequences_apply_every_input_to_every_status() {
        Set<List<Object>> covered = new HashSet<>();
        INPUTS.forEach(input -> progressesOf(input.before())
                .forEach(progress -> covered.add(List.of(input.kind(), progress.status()))));

        assertThat(covered).hasSize(Kind.values().length * Status.values().length);
    }

    @Test
    void times_and_errors_are_present_exactly_if_the_status_needs_them() {
        everyProgress(progress -> {
            assertThat(progress.startedAt() != null).isEqualTo(BEGUN.contains(progress.status()));
            assertThat(progress.finishedAt() != null).isEqualTo(ENDED.contains(progress.status()));
            assertThat(progress.error() != null).isEqualTo(progress.status() == FAILED);
        });
    }

    @Test
    void times_are_whole_seconds_and_no_end_is_before_its_start() {
        everyProgress(progress -> {
            Stream.of(progress.startedAt(), progress.finishedAt())
                    .filter(Objects::nonNull)
                    .forEach(time -> assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS)));
            if (progress.finishedAt() != null) {
                assertThat(progress.finishedAt()).isAfterOrEqualTo(progress.startedAt());
            }
        });
    }

    @Test
    void errors_are_one_line_of_at_most_512_bytes() {
        everyProgress(progress -> {
            if (progress.error() != null) {
                assertThat(progress.error()).isNotBlank().doesNotContain("\n");
                assertThat(progress.error().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(512);
            }
        });
    }

    @Test
    void a_step_is_skipped_without_times_if_and_only_if_it_has_no_components() {
        everyStage(stage -> stage.steps()
                .forEach(step -> assertThat(step.progress().equals(new Progress(SKIPPED, null, null, null)))
                        .isEqualTo(step.total() == 0)));
    }

    @Test
    void the_steps_of_a_stage_begin_and_end_with_it_and_fail_with_its_error() {
        everyStage(stage -> stage.steps().stream()
                .filter(step -> step.total() > 0)
                .forEach(step -> assertThat(step.progress()).isEqualTo(stage.progress())));
    }

    @Test
    void an_input_for_a_stage_changes_that_stage_only() {
        INPUTS.stream()
                .filter(input -> input.kind().isOfOneStage())
                .forEach(input -> IntStream.range(0, stages(input))
                        .filter(i -> i + 1 != input.stage())
                        .forEach(i -> assertThat(input.after().stages().get(i))
                                .isEqualTo(input.before().stages().get(i))));
    }

    @Test
    void a_repeated_result_changes_nothing() {
        INPUTS.forEach(input -> assertThat(input.change().apply(input.after())).isEqualTo(input.after()));
    }

    @Test
    void what_has_ended_or_was_skipped_never_changes_and_a_start_is_set_once() {
        INPUTS.forEach(input -> IntStream.range(0, stages(input)).forEach(i -> {
            Stage before = input.before().stages().get(i);
            Stage after = input.after().stages().get(i);
            if (ENDED.contains(before.progress().status())) {
                assertThat(after).isEqualTo(before);
            } else if (before.progress().status() == RUNNING) {
                assertThat(after.progress().startedAt())
                        .isEqualTo(before.progress().startedAt());
            }
        }));
    }

    @Test
    void only_a_beginning_changes_a_pending_stage() {
        INPUTS.stream()
                .filter(input -> input.kind() != Kind.BEGIN)
                .forEach(input -> IntStream.range(0, stages(input))
                        .filter(i -> input.before().stages().get(i).progress().status() == PENDING)
                        .forEach(i -> assertThat(input.after().stages().get(i))
                                .isEqualTo(input.before().stages().get(i))));
    }

    @Test
    void counters_change_by_counting_and_by_completion_of_the_report_only() {
        INPUTS.stream()
                .filter(input -> input.kind() != Kind.COUNT && input.kind() != Kind.COMPLETE)
                .forEach(input -> assertThat(countersOf(input.after())).isEqualTo(countersOf(input.before())));
    }

    @Test
    void completion_of_the_report_leaves_nothing_running_and_nothing_uncounted() {
        INPUTS.stream().filter(input -> input.kind() == Kind.COMPLETE).forEach(input -> {
            assertThat(progressesOf(input.after())).noneMatch(progress -> progress.status() == RUNNING);
            IntStream.range(0, stages(input))
                    .filter(i -> input.before().stages().get(i).progress().status() == RUNNING)
                    .forEach(i -> assertThat(input.after().stages().get(i).steps())
                            .allMatch(step -> step.succeeded() + step.failed() == step.total()));
        });
    }

    @Test
    void an_interruption_leaves_nothing_running() {
        INPUTS.stream()
                .filter(input -> input.kind() == Kind.INTERRUPT)
                .forEach(input ->
                        assertThat(progressesOf(input.after())).noneMatch(progress -> progress.status() == RUNNING));
    }

    @Test
    void the_error_of_the_report_is_that_of_the_first_failed_stage() {
        INPUTS.forEach(input -> assertThat(input.after().error())
                .isEqualTo(input.after().stages().stream()
                        .filter(stage -> stage.progress().status() == FAILED)
                        .map(stage -> stage.progress().error())
                        .findFirst()));
    }

    private static TaskReport plan(Random random) {
        return TaskReport.planned(IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(stage -> Arrays.stream(ComponentType.values())
                        .filter(type -> random.nextInt(3) == 0)
                        .map(type -> Step.planned(type, random.nextInt(4)))
                        .toList())
                .toList());
    }

    private static Input input(Random random, TaskReport report) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int stage = 1 + random.nextInt(report.stages().size());
        Instant at = TaskFixtures.SUBMITTED.plus(Duration.ofMillis(random.nextInt(20_000)));
        String error = List.of("no answer", "\n\0\nshort circuit\nat tray 7", "", "\u00e9".repeat(300))
                .get(random.nextInt(4));
        UnaryOperator<TaskReport> change = switch (kind) {
            case BEGIN -> current -> current.beginStage(stage, at);
            case COUNT -> counted(random, report.stages().get(stage - 1));
            case COMPLETE_STAGE -> current -> current.completeStage(stage, at);
            case FAIL_STAGE -> current -> current.failStage(stage, error, at);
            case INTERRUPT -> current -> current.interrupt(error, at);
            case COMPLETE -> current -> current.complete(at);
        };
        return new Input(kind, stage, change, report, change.apply(report));
    }

    private static UnaryOperator<TaskReport> counted(Random random, Stage stage) {
        if (stage.steps().isEmpty()) {
            return current -> current.withCounters(stage.number(), ComponentType.UNKNOWN, 0, 0);
        }
        Step step = stage.steps().get(random.nextInt(stage.steps().size()));
        int succeeded = random.nextInt(step.total() + 1);
        int failed = random.nextInt(step.total() - succeeded + 1);
        return current -> current.withCounters(stage.number(), step.type(), succeeded, failed);
    }

    private static void everyStage(Check<Stage> check) {
        INPUTS.forEach(input -> input.after().stages().forEach(check::holdsFor));
    }

    private static void everyProgress(Check<Progress> check) {
        INPUTS.forEach(input -> progressesOf(input.after()).forEach(check::holdsFor));
    }

    private static List<Progress> progressesOf(TaskReport report) {
        return report.stages().stream()
                .flatMap(stage -> Stream.concat(
                        Stream.of(stage.progress()), stage.steps().stream().map(Step::progress)))
                .toList();
    }

    private static List<List<Integer>> countersOf(TaskReport report) {
        return report.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .map(step -> List.of(step.total(), step.succeeded(), step.failed()))
                .toList();
    }

    private static int stages(Input input) {
        return input.before().stages().size();
    }

    private interface Check<T> {
        void holdsFor(T value);
    }

    private enum Kind {
        BEGIN,
        COUNT,
        COMPLETE_STAGE,
        FAIL_STAGE,
        INTERRUPT,
        COMPLETE;

        boolean isOfOneStage() {
            return this != INTERRUPT && this != COMPLETE;
        }
    }

    private record Input(Kind kind, int stage, UnaryOperator<TaskReport> change, TaskReport before, TaskReport after) {}
}
