package io.nicotask.application.report;

import static io.nicotask.application.TestSite.NO_TASK;
import static io.nicotask.application.TestSite.SECOND_SITE;
import static io.nicotask.domain.task.ComponentType.UNKNOWN;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.SITE;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.contract.Race;
import io.nicotask.application.report.BeginTaskResult.Passed;
import io.nicotask.application.report.BeginTaskResult.TurnedAway;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.domain.task.Progress.Status;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the work of a workflow that others have brought begins. */
final class BeginForeignTaskTest {

    private static final TaskReport ONE_STEP = TaskReport.planned(List.of(List.of(Step.planned(UNKNOWN, 1))));

    private final TestSite site = new TestSite();
    private final BeginForeignTask beginTask = BeginForeignTask.using(site.ports);

    @Test
    void it_is_one_step_that_runs_at_once() {
        Task task = site.has(aPendingTask());

        BeginTaskResult result = begin(task, RUN);

        assertThat(result).isEqualTo(new Passed(1));
        assertThat(now(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(now(task).report()).isEqualTo(ONE_STEP.beginStage(1, site.clock.instant()));
        assertThat(now(task).request().rule()).isNull();
    }

    @Test
    void its_run_passes_again_and_changes_nothing() {
        Task task = site.has(aPendingTask());
        BeginTaskResult first = begin(task, RUN);
        Sight before = site.see(task);
        site.clock.tick(Duration.ofSeconds(5));

        BeginTaskResult again = begin(task, RUN);

        assertThat(again).isEqualTo(first);
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void another_run_is_turned_away() {
        Task task = site.has(aPendingTask());
        assertThat(begin(task, RUN)).isEqualTo(new Passed(1));
        Sight before = site.see(task);

        BeginTaskResult result = begin(task, OTHER_RUN);

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void a_run_that_was_seen_before_it_came_has_its_step_reported_from_now_on() {
        Task task = site.has(aRunningTask().withoutReport());

        BeginTaskResult result = begin(task, RUN);

        assertThat(result).isEqualTo(new Passed(1));
        assertThat(now(task).report()).isEqualTo(ONE_STEP.beginStage(1, site.clock.instant()));
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "SUCCEEDED", "FAILED", "TERMINATED"})
    void nobody_passes_in_any_other_state(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Sight before = site.see(task);

        BeginTaskResult result = begin(task, RUN);

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void of_many_runs_at_once_one_passes() {
        Task task = site.has(aPendingTask());
        AtomicInteger runs = new AtomicInteger();

        List<BeginTaskResult> results = Race.of(16, () -> begin(task, new RunId("run " + runs.incrementAndGet())));

        assertThat(results).filteredOn(Passed.class::isInstance).hasSize(1);
    }

    @Test
    void one_run_that_asks_many_times_at_once_passes_each_time_and_begins_its_step_once() {
        Task task = site.has(aPendingTask());

        List<BeginTaskResult> results = Race.of(16, () -> begin(task, RUN));

        assertThat(results).containsOnly(new Passed(1));
        assertThat(now(task).revision().version()).isEqualTo(task.revision().version() + 2);
    }

    @Test
    void it_is_reported_as_it_ends() {
        Task well = site.has(aTask());
        Task badly = site.has(aTask());
        assertThat(begin(well, RUN)).isEqualTo(new Passed(1));
        assertThat(begin(badly, RUN)).isEqualTo(new Passed(1));

        finish(well, new Ending.Success());
        finish(badly, new Ending.Failure("no answer"));

        assertThat(now(well).report().stages().getFirst().progress().status()).isEqualTo(Status.COMPLETED);
        assertThat(now(badly).report().error()).contains("no answer");
    }

    @Test
    void a_task_that_is_not_there_does_not_begin() {
        Task elsewhere = site.has(aPendingTask());

        for (Attempt attempt : List.of(at(NO_TASK), new Attempt(SECOND_SITE, elsewhere.id(), RUN))) {
            assertThat(beginTask.begin(attempt)).isEqualTo(new TurnedAway("There is no such task"));
        }
    }

    private BeginTaskResult begin(Task task, RunId run) {
        return beginTask.begin(new Attempt(SITE, task.id(), run));
    }

    private void finish(Task task, Ending ending) {
        assertThat(FinishTask.using(site.ports).finish(at(task.id()), ending))
                .isEqualTo(new FinishTaskResult.Finished());
    }

    private static Attempt at(TaskId task) {
        return new Attempt(SITE, task, RUN);
    }

    private Task now(Task task) {
        return site.see(task).task().orElseThrow();
    }
}
