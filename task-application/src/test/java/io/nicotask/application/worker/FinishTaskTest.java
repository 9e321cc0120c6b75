package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.aTerminatedTask;
import static io.nicotask.domain.task.TaskFixtures.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.worker.FinishTask.Result.Finished;
import io.nicotask.application.worker.FinishTask.Result.TooLate;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.FinishTask.WorkResult.Failure;
import io.nicotask.application.worker.FinishTask.WorkResult.Success;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

final class FinishTaskTest {

    private final SiteFixture site = new SiteFixture();
    private final FinishTask finishTask = FinishTask.using(site.ports);

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of(new Success(), TaskStatus.SUCCEEDED),
                Arguments.of(new Failure("no answer"), TaskStatus.FAILED));
    }

    @Test
    void the_result_of_the_run_ends_the_task() {
        Task successful = site.has(aRunningTask());
        Task failing = site.has(aRunningTask());

        assertThat(finish(successful, RUN, new Success())).isEqualTo(new Finished());
        assertThat(finish(failing, RUN, new Failure("no answer\nat all"))).isEqualTo(new Finished());

        assertThat(site.snapshotOf(successful).task()).contains(applied(successful.succeed(RUN, site.clock.instant())));
        assertThat(site.snapshotOf(failing).task())
                .contains(applied(failing.fail(RUN, "no answer", site.clock.instant())));
        assertThat(site.store.auditEntries()).isEmpty();
        assertThat(site.store.lateOutcomes()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("results")
    void the_workflow_of_an_ended_task_has_time_to_close(WorkResult workResult, TaskStatus status) {
        Task task = site.has(aRunningTask());
        site.deliverStart(task);

        assertThat(finish(task, RUN, workResult)).isEqualTo(new Finished());

        assertThat(site.snapshotOf(task).history().getLast().to()).isEqualTo(status);
        assertThat(site.claimDue(Lane.DELIVERY)).isEmpty();
        site.clock.tick(FinishTask.CLOSE_GRACE);
        assertThat(site.claimDue(Lane.DELIVERY)).extracting(WorkItem::kind).containsExactly(Kind.STOP_WORKFLOW);
    }

    @ParameterizedTest
    @MethodSource("results")
    void a_repeated_result_changes_nothing(WorkResult workResult, TaskStatus status) {
        Task task = site.has(aRunningTask());
        assertThat(finish(task, RUN, workResult)).isEqualTo(new Finished());
        Snapshot before = site.snapshotOf(task);
        site.clock.tick(Duration.ofSeconds(5));

        FinishTask.Result again = finish(task, RUN, workResult);

        assertThat(again).isEqualTo(new Finished());
        assertThat(site.snapshotOf(task)).isEqualTo(before);
        assertThat(before.task().orElseThrow().status()).isEqualTo(status);
    }

    @Test
    void a_result_after_the_cancel_is_stored_beside_the_task() {
        Task task = site.has(aTerminatedTask());
        Snapshot before = site.snapshotOf(task);

        assertThat(finish(task, RUN, new Success())).isEqualTo(new TooLate(task + " has ended otherwise"));
        assertThat(finish(task, RUN, new Failure("no answer\nat all"))).isInstanceOf(TooLate.class);

        Snapshot after = site.snapshotOf(task);
        assertThat(after.lateOutcomes())
                .containsExactly(
                        new LateOutcome(task.id(), RUN, "Succeeded", site.clock.instant()),
                        new LateOutcome(task.id(), RUN, "Failed: no answer", site.clock.instant()));
        assertThat(after.task()).isEqualTo(before.task());
        assertThat(after.history()).isEqualTo(before.history());
        assertThat(after.stop()).isEqualTo(before.stop());
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = Mode.EXCLUDE)
    void a_result_that_does_not_fit_the_state_is_too_late(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        WorkResult other = status == TaskStatus.SUCCEEDED ? new Failure("short circuit") : new Success();

        assertThat(finish(task, RUN, other)).isInstanceOf(TooLate.class);
        assertThat(site.snapshotOf(task).task()).contains(task);
        assertThat(site.snapshotOf(task).lateOutcomes()).hasSize(1);
    }

    @Test
    void an_error_other_than_the_stored_one_is_too_late() {
        Task task = site.has(aRunningTask());
        assertThat(finish(task, RUN, new Failure("no answer"))).isEqualTo(new Finished());

        FinishTask.Result result = finish(task, RUN, new Failure("short circuit"));

        assertThat(result).isInstanceOf(TooLate.class);
        assertThat(site.snapshotOf(task).lateOutcomes())
                .extracting(LateOutcome::result)
                .containsExactly("Failed: short circuit");
    }

    @ParameterizedTest
    @MethodSource("results")
    void the_result_of_another_run_is_too_late(WorkResult workResult, TaskStatus status) {
        Task task = site.has(aRunningTask());

        FinishTask.Result result = finish(task, OTHER_RUN, workResult);

        assertThat(result).isInstanceOf(TooLate.class);
        assertThat(site.snapshotOf(task).task()).contains(task);
        assertThat(site.snapshotOf(task).lateOutcomes())
                .extracting(LateOutcome::run)
                .containsExactly(OTHER_RUN);
        assertThat(task.status()).isNotEqualTo(status);
    }

    @Test
    void the_result_of_an_unknown_task_is_not_stored() {
        FinishTask.Result result = finishTask.finish(new WorkflowRunRef(SITE, NO_TASK, RUN), new Success());

        assertThat(result).isEqualTo(new TooLate("There is no such task"));
        assertThat(site.store.lateOutcomes()).isEmpty();
    }

    @Test
    void a_result_that_lost_three_races_fails_and_can_be_repeated() {
        Task task = site.has(aRunningTask());
        FinishTask losing = FinishTask.using(site.losing(3));
        WorkflowRunRef workflowRun = new WorkflowRunRef(SITE, task.id(), RUN);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() ->
                        assertThat(losing.finish(workflowRun, new Success())).isNull());
        assertThat(site.snapshotOf(task).task()).contains(task);
        assertThat(losing.finish(workflowRun, new Success())).isEqualTo(new Finished());
    }

    @RepeatedTest(20)
    void of_a_concurrent_cancel_and_result_exactly_one_ends_the_task() {
        Task task = site.has(aRunningTask());
        CancelTask cancelTask = CancelTask.using(site.ports);
        CancelTask.Command command =
                new CancelTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task.id(), null);
        AtomicBoolean first = new AtomicBoolean();

        List<Object> answers = ConcurrentRuns.of(
                2,
                () -> first.compareAndSet(false, true) ? cancelTask.cancel(command) : finish(task, RUN, new Success()));

        TaskStatus end = site.reload(task).status();
        boolean cancelled = answers.stream().anyMatch(CancelTask.Result.Cancelled.class::isInstance);
        boolean finished = answers.stream().anyMatch(Finished.class::isInstance);
        assertThat(cancelled).isEqualTo(end == TaskStatus.TERMINATED);
        assertThat(finished).isEqualTo(end == TaskStatus.SUCCEEDED);
        assertThat(cancelled).isNotEqualTo(finished);
        assertThat(site.snapshotOf(task).history()).hasSize(3);
    }

    private FinishTask.Result finish(Task task, WorkflowRunId run, WorkResult workResult) {
        return finishTask.finish(new WorkflowRunRef(SITE, task.id(), run), workResult);
    }
}
