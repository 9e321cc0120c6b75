package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.SITE;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aReport;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.worker.ReportProgress.Result.MayContinue;
import io.nicotask.application.worker.ReportProgress.Result.MustStop;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The progress of work that a host carries out itself. */
final class ReportProgressTest {

    private static final TaskReport TRAYS =
            TaskReport.planned(List.of(List.of(Step.planned(ComponentType.COMPUTE, 1_000))));

    private final SiteFixture site = new SiteFixture();
    private final AtomicInteger decisions = new AtomicInteger();
    private final ReportProgress progress =
            ReportProgress.using(site.ports.withStorage(new InterceptedStorage(site.ports.storage()) {

                @Override
                protected <T> T call(String method, Supplier<T> call) {
                    decisions.incrementAndGet();
                    return call.get();
                }
            }));

    @Test
    void the_report_of_the_run_replaces_the_one_of_the_start_gate() {
        Task task = site.has(aPendingTask());
        assertThat(BeginTask.ofExternalWorkflows(site.ports).begin(runOf(task, RUN)))
                .isInstanceOf(BeginTask.Result.Passed.class);
        TaskReport report = counted(3);

        ReportProgress.Result result = report(task, RUN, report);

        assertThat(result).isEqualTo(new MayContinue(site.reload(task)));
        assertThat(site.reload(task).report()).isEqualTo(report);
        assertThat(site.reload(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void an_equal_report_and_a_question_without_one_change_nothing_and_lock_nothing() {
        Task task = site.has(aRunningTask());
        Snapshot before = site.snapshotOf(task);
        site.clock.tick(Duration.ofSeconds(5));

        assertThat(report(task, RUN, aReport())).isEqualTo(new MayContinue(task));
        assertThat(report(task, RUN, null)).isEqualTo(new MayContinue(task));

        assertThat(site.snapshotOf(task)).isEqualTo(before);
        assertThat(decisions).hasValue(0);
    }

    @Test
    void a_run_may_continue_before_there_is_a_report() {
        Task task = site.has(aRunningTask().withoutReport());

        assertThat(report(task, RUN, null)).isEqualTo(new MayContinue(task));
    }

    @Test
    void another_run_must_stop_and_changes_nothing() {
        Task task = site.has(aRunningTask());

        assertUnchanged(task, OTHER_RUN, counted(1), task + " was not begun by this run");
        assertUnchanged(task, OTHER_RUN, null, task + " was not begun by this run");
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING"})
    void a_run_that_has_not_begun_the_task_must_stop(TaskStatus status) {
        Task task = site.has(aTaskIn(status));

        assertUnchanged(task, RUN, counted(1), task + " was not begun by this run");
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "TERMINATED"})
    void the_run_of_a_task_that_has_ended_must_stop(TaskStatus status) {
        Task task = site.has(aTaskIn(status));

        assertUnchanged(task, RUN, counted(1), task + " has ended");
        assertUnchanged(task, RUN, null, task + " has ended");
    }

    @Test
    void a_cancel_between_reading_and_writing_is_not_overwritten() {
        Task task = site.has(aRunningTask());
        ReportProgress late = ReportProgress.using(site.ports.withStorage(new InterceptedStorage(site.ports.storage()) {

            @Override
            protected <T> T call(String method, Supplier<T> call) {
                cancel(task);
                return call.get();
            }
        }));

        ReportProgress.Result result = late.report(runOf(task, RUN), counted(1));

        assertThat(result).isInstanceOf(MustStop.class);
        assertThat(site.reload(task).status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(site.reload(task).report())
                .isEqualTo(aReport().interrupt("Cancelled by user", site.clock.instant()));
    }

    @Test
    void concurrent_reports_of_a_run_are_all_stored() {
        Task task = site.has(aRunningTask());
        AtomicInteger count = new AtomicInteger();

        List<ReportProgress.Result> results =
                ConcurrentRuns.of(16, () -> report(task, RUN, counted(count.incrementAndGet())));

        assertThat(results).hasOnlyElementsOfType(MayContinue.class);
        assertThat(site.reload(task).revision().version())
                .isEqualTo(task.revision().version() + 16);
    }

    @Test
    void the_run_of_an_unknown_task_must_stop() {
        Task elsewhere = site.has(aRunningTask());

        for (WorkflowRunRef run :
                List.of(new WorkflowRunRef(SITE, NO_TASK, RUN), new WorkflowRunRef(SECOND_SITE, elsewhere.id(), RUN))) {
            assertThat(progress.report(run, null)).isEqualTo(new MustStop("There is no such task"));
        }
    }

    private void cancel(Task task) {
        assertThat(CancelTask.using(site.ports)
                        .cancel(new CancelTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task.id(), null)))
                .isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    private void assertUnchanged(Task task, WorkflowRunId run, @Nullable TaskReport report, String reason) {
        Snapshot before = site.snapshotOf(task);

        assertThat(report(task, run, report)).isEqualTo(new MustStop(reason));

        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    private ReportProgress.Result report(Task task, WorkflowRunId run, @Nullable TaskReport report) {
        return progress.report(runOf(task, run), report);
    }

    private TaskReport counted(int succeeded) {
        return TRAYS.beginStage(1, site.clock.instant()).withCounters(1, ComponentType.COMPUTE, succeeded, 0);
    }

    private static WorkflowRunRef runOf(Task task, WorkflowRunId run) {
        return new WorkflowRunRef(SITE, task.id(), run);
    }
}
