package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.SITE;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.value.ComponentType.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.worker.BeginTask.Result.Passed;
import io.nicotask.application.worker.BeginTask.Result.Refused;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Progress.Status;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate and the report of external workflows. */
final class BeginExternalTaskTest {

    private static final TaskReport ONE_STEP = TaskReport.planned(List.of(List.of(Step.planned(UNKNOWN, 1))));

    private final SiteFixture site = new SiteFixture();
    private final BeginTask beginTask = BeginTask.ofExternalWorkflows(site.ports);

    @Test
    void an_external_task_runs_as_one_step() {
        Task task = site.has(aPendingTask());

        BeginTask.Result result = begin(task, RUN);

        assertThat(result).isEqualTo(new Passed(1));
        assertThat(site.reload(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(site.reload(task).report()).isEqualTo(ONE_STEP.beginStage(1, site.clock.instant()));
        assertThat(site.reload(task).spec().rule()).isNull();
    }

    @Test
    void the_same_run_passes_again_and_changes_nothing() {
        Task task = site.has(aPendingTask());
        BeginTask.Result first = begin(task, RUN);
        Snapshot before = site.snapshotOf(task);
        site.clock.tick(Duration.ofSeconds(5));

        BeginTask.Result again = begin(task, RUN);

        assertThat(again).isEqualTo(first);
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void another_run_is_refused() {
        Task task = site.has(aPendingTask());
        assertThat(begin(task, RUN)).isEqualTo(new Passed(1));
        Snapshot before = site.snapshotOf(task);

        BeginTask.Result result = begin(task, OTHER_RUN);

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_run_that_the_reconciler_saw_first_gets_its_report_at_the_gate() {
        Task task = site.has(aRunningTask().withoutReport());

        BeginTask.Result result = begin(task, RUN);

        assertThat(result).isEqualTo(new Passed(1));
        assertThat(site.reload(task).report()).isEqualTo(ONE_STEP.beginStage(1, site.clock.instant()));
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "SUCCEEDED", "FAILED", "TERMINATED"})
    void no_run_passes_in_any_other_state(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Snapshot before = site.snapshotOf(task);

        BeginTask.Result result = begin(task, RUN);

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void of_concurrent_runs_one_passes() {
        Task task = site.has(aPendingTask());
        AtomicInteger runs = new AtomicInteger();

        List<BeginTask.Result> results =
                ConcurrentRuns.of(16, () -> begin(task, new WorkflowRunId("run " + runs.incrementAndGet())));

        assertThat(results).filteredOn(Passed.class::isInstance).hasSize(1);
    }

    @Test
    void concurrent_calls_of_one_run_all_pass_and_begin_its_step_once() {
        Task task = site.has(aPendingTask());

        List<BeginTask.Result> results = ConcurrentRuns.of(16, () -> begin(task, RUN));

        assertThat(results).containsOnly(new Passed(1));
        assertThat(site.reload(task).revision().version())
                .isEqualTo(task.revision().version() + 2);
    }

    @Test
    void the_report_of_an_external_task_has_its_result() {
        Task successful = site.has(aTask());
        Task failed = site.has(aTask());
        assertThat(begin(successful, RUN)).isEqualTo(new Passed(1));
        assertThat(begin(failed, RUN)).isEqualTo(new Passed(1));

        finish(successful, new WorkResult.Success());
        finish(failed, new WorkResult.Failure("no answer"));

        assertThat(site.reload(successful)
                        .report()
                        .stages()
                        .getFirst()
                        .progress()
                        .status())
                .isEqualTo(Status.COMPLETED);
        assertThat(site.reload(failed).report().error()).contains("no answer");
    }

    @Test
    void an_unknown_task_does_not_begin() {
        Task elsewhere = site.has(aPendingTask());

        for (WorkflowRunRef workflowRun : List.of(at(NO_TASK), new WorkflowRunRef(SECOND_SITE, elsewhere.id(), RUN))) {
            assertThat(beginTask.begin(workflowRun)).isEqualTo(new Refused("There is no such task"));
        }
    }

    private BeginTask.Result begin(Task task, WorkflowRunId run) {
        return beginTask.begin(new WorkflowRunRef(SITE, task.id(), run));
    }

    private void finish(Task task, WorkResult workResult) {
        assertThat(FinishTask.using(site.ports).finish(at(task.id()), workResult))
                .isEqualTo(new FinishTask.Result.Finished());
    }

    private static WorkflowRunRef at(TaskId task) {
        return new WorkflowRunRef(SITE, task, RUN);
    }
}
