package io.nicotask.domain.report;

import static io.nicotask.domain.task.TaskFixtures.aPlan;
import static io.nicotask.domain.value.ComponentType.CDU;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.report.TaskReport.Progress.Status;
import io.nicotask.domain.report.TaskReport.Stage;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.value.ComponentType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskReportTest {

    private static final Instant T0 = Instant.parse("2026-09-10T08:00:00Z");
    private static final Instant T1 = T0.plusSeconds(41);
    private static final Progress PENDING = new Progress(Status.PENDING, null, null, null);
    private static final Progress SKIPPED = new Progress(Status.SKIPPED, null, null, null);
    private static final Progress RUNNING = new Progress(Status.RUNNING, T0, null, null);
    private static final Progress COMPLETED = new Progress(Status.COMPLETED, T0, T1, null);
    private static final Progress FAILED = new Progress(Status.FAILED, T0, T1, "no answer");

    @Test
    void a_plan_is_pending_and_skips_steps_without_components() {
        assertThat(aPlan().stages())
                .containsExactly(
                        new Stage(1, PENDING, List.of(step(PENDING, 0, 0), new Step(CDU, SKIPPED, 0, 0, 0))),
                        new Stage(2, PENDING, List.of(new Step(COMPUTE, PENDING, 18, 0, 0))),
                        new Stage(3, PENDING, List.of(new Step(ComponentType.NV_SWITCH, PENDING, 9, 0, 0))));
    }

    @Test
    void beginning_a_stage_begins_its_pending_steps_at_the_same_whole_second() {
        TaskReport begun = aPlan().beginStage(1, T0.plusNanos(999_999_999));

        assertThat(begun.stages().getFirst())
                .isEqualTo(new Stage(1, RUNNING, List.of(step(RUNNING, 0, 0), new Step(CDU, SKIPPED, 0, 0, 0))));
        assertThat(rest(begun)).isEqualTo(rest(aPlan()));
    }

    @Test
    void counters_of_a_running_step_are_set() {
        TaskReport counted = aPlan().beginStage(1, T0).withCounters(1, POWER_SHELF, 6, 2);

        assertThat(counted.stages().getFirst().steps().getFirst()).isEqualTo(step(RUNNING, 6, 2));
    }

    @Test
    void completing_a_stage_completes_its_running_steps_and_keeps_the_counters() {
        TaskReport completed = counted().completeStage(1, T1.plusMillis(1));

        assertThat(completed.stages().getFirst())
                .isEqualTo(new Stage(1, COMPLETED, List.of(step(COMPLETED, 5, 1), new Step(CDU, SKIPPED, 0, 0, 0))));
        assertThat(rest(completed)).isEqualTo(rest(aPlan()));
        assertThat(completed.error()).isEmpty();
    }

    @Test
    void failing_a_stage_fails_its_running_steps_with_its_error_and_leaves_later_stages_pending() {
        TaskReport failed = counted().failStage(1, "no answer\nat all", T1);

        assertThat(failed.stages().getFirst())
                .isEqualTo(new Stage(1, FAILED, List.of(step(FAILED, 5, 1), new Step(CDU, SKIPPED, 0, 0, 0))));
        assertThat(rest(failed)).isEqualTo(rest(aPlan()));
    }

    @Test
    void the_error_of_the_report_is_that_of_the_first_failed_stage() {
        TaskReport report =
                aPlan().beginStage(1, T0).completeStage(1, T1).beginStage(2, T1).beginStage(3, T1);

        TaskReport failed = report.failStage(3, "late", T1).failStage(2, "early", T1);

        assertThat(failed.error()).contains("early");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "\0"})
    void a_stage_that_failed_without_an_error_says_failed(String error) {
        assertThat(counted().failStage(1, error, T1).error()).contains("Failed");
    }

    @Test
    void an_interruption_fails_running_stages_only() {
        TaskReport running = counted().completeStage(1, T1).beginStage(2, T0).withCounters(2, COMPUTE, 7, 0);

        TaskReport interrupted = running.interrupt("no answer", T1);

        assertThat(interrupted.stages())
                .containsExactly(
                        running.stages().get(0),
                        new Stage(2, FAILED, List.of(new Step(COMPUTE, FAILED, 18, 7, 0))),
                        running.stages().get(2));
    }

    @Test
    void completion_counts_all_components_that_did_not_fail_as_succeeded() {
        TaskReport running = counted().completeStage(1, T1).beginStage(2, T0).withCounters(2, COMPUTE, 7, 2);

        TaskReport completed = running.complete(T1.plusMillis(1));

        assertThat(completed.stages())
                .containsExactly(
                        running.stages().get(0),
                        new Stage(2, COMPLETED, List.of(new Step(COMPUTE, COMPLETED, 18, 16, 2))),
                        running.stages().get(2));
    }

    @Test
    void work_without_known_components_completes_as_one_of_one() {
        TaskReport opaque = TaskReport.planned(List.of(List.of(Step.planned(ComponentType.UNKNOWN, 1))))
                .beginStage(1, T0);

        assertThat(opaque.complete(T1).stages())
                .containsExactly(new Stage(1, COMPLETED, List.of(new Step(ComponentType.UNKNOWN, COMPLETED, 1, 1, 0))));
    }

    static Stream<Function<TaskReport, TaskReport>> inputs() {
        return Stream.of(
                report -> report.beginStage(1, T1),
                report -> report.withCounters(1, POWER_SHELF, 5, 1),
                report -> report.completeStage(1, T1),
                report -> report.failStage(1, "no answer", T1),
                report -> report.interrupt("no answer", T1),
                report -> report.complete(T1));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void the_same_input_twice_changes_nothing(Function<TaskReport, TaskReport> input) {
        TaskReport once = input.apply(aPlan().beginStage(1, T0));

        assertThat(input.apply(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void a_stage_that_has_ended_does_not_change(Function<TaskReport, TaskReport> input) {
        TaskReport completed = counted().completeStage(1, T0);
        TaskReport failed = counted().failStage(1, "short circuit", T0);

        assertThat(input.apply(completed)).isEqualTo(completed);
        assertThat(input.apply(failed)).isEqualTo(failed);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void only_a_beginning_changes_a_plan(Function<TaskReport, TaskReport> input) {
        TaskReport changed = input.apply(aPlan());

        assertThat(changed).isIn(aPlan(), aPlan().beginStage(1, T1));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void no_end_is_before_its_start_when_the_clock_goes_back(Function<TaskReport, TaskReport> input) {
        TaskReport changed = input.apply(aPlan().beginStage(1, T1.plusSeconds(10)));

        Progress progress = changed.stages().getFirst().progress();
        if (progress.finishedAt() != null) {
            assertThat(progress.finishedAt()).isEqualTo(progress.startedAt());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4})
    void refuses_an_unknown_stage(int number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aPlan().beginStage(number, T0))
                .withMessage("There is no stage " + number + " in a report of 3");
    }

    @Test
    void refuses_stages_out_of_order() {
        Stage second = aPlan().stages().get(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskReport(List.of(second)))
                .withMessage("Stage 2 stands at place 1");
    }

    @Test
    void refuses_two_steps_of_one_type_in_a_stage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stage(1, PENDING, List.of(step(PENDING, 0, 0), step(PENDING, 0, 0))))
                .withMessageContaining("one step per component type");
    }

    @ParameterizedTest
    @CsvSource({"8, 9, 0", "8, 0, 9", "8, 4, 5", "8, -1, 0", "8, 0, -1", "-1, 0, 0", "8, 2147483647, 2147483647"})
    void refuses_counters_that_do_not_fit_the_components(int total, int succeeded, int failed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step(POWER_SHELF, PENDING, total, succeeded, failed))
                .withMessageContaining("of " + total + " components");
    }

    @Test
    void progress_has_whole_seconds_and_one_line_of_error_from_whatever_it_was_built() {
        assertThat(new Progress(Status.FAILED, T0.plusMillis(1), T1.plusMillis(999), "no answer\nat all"))
                .isEqualTo(FAILED);
    }

    @Test
    void a_report_does_not_change_with_the_lists_it_was_built_from() {
        List<Stage> stages = new ArrayList<>(aPlan().stages());
        TaskReport report = new TaskReport(stages);

        stages.clear();

        assertThat(report).isEqualTo(aPlan());
    }

    private static TaskReport counted() {
        return aPlan().beginStage(1, T0).withCounters(1, POWER_SHELF, 5, 1);
    }

    private static Step step(Progress progress, int succeeded, int failed) {
        return new Step(POWER_SHELF, progress, 8, succeeded, failed);
    }

    private static List<Stage> rest(TaskReport report) {
        return report.stages().subList(1, report.stages().size());
    }
}
