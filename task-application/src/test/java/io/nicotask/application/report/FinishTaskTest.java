package io.nicotask.application.report;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.NO_TASK;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.aTerminatedTask;
import static io.nicotask.domain.task.TaskFixtures.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.contract.Race;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.application.port.WorkflowOutbox.Outcome.Delivered;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.application.report.FinishTask.Ending.Failure;
import io.nicotask.application.report.FinishTask.Ending.Success;
import io.nicotask.application.report.FinishTaskResult.Finished;
import io.nicotask.application.report.FinishTaskResult.TooLate;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
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

    private static final Duration LEASE = Duration.ofSeconds(5);

    private final TestSite site = new TestSite();
    private final FinishTask finishTask = FinishTask.using(site.ports);

    static Stream<Arguments> endings() {
        return Stream.of(
                Arguments.of(new Success(), TaskStatus.SUCCEEDED),
                Arguments.of(new Failure("no answer"), TaskStatus.FAILED));
    }

    @Test
    void the_word_of_the_run_ends_the_task() {
        Task good = site.has(aRunningTask());
        Task bad = site.has(aRunningTask());

        assertThat(finish(good, RUN, new Success())).isEqualTo(new Finished());
        assertThat(finish(bad, RUN, new Failure("no answer\nat all"))).isEqualTo(new Finished());

        assertThat(site.see(good).task()).contains(applied(good.succeed(RUN, site.clock.instant())));
        assertThat(site.see(bad).task()).contains(applied(bad.fail(RUN, "no answer", site.clock.instant())));
        assertThat(site.store.auditEntries()).isEmpty();
        assertThat(site.store.lateWords()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endings")
    void an_ended_task_leaves_its_workflow_some_time_to_close_by_itself(Ending ending, TaskStatus status) {
        Task task = site.has(aRunningTask());
        WorkflowOutbox outbox = site.ports.outbox();
        Claim start = outbox.claim(task.id(), LEASE).getFirst();
        assertThat(outbox.done(start, new Delivered("default"))).isTrue();

        assertThat(finish(task, RUN, ending)).isEqualTo(new Finished());

        assertThat(site.see(task).history().getLast().to()).isEqualTo(status);
        assertThat(outbox.claimDue(10, LEASE)).isEmpty();
        site.clock.tick(FinishTask.WORKFLOW_MAY_TAKE);
        assertThat(outbox.claimDue(10, LEASE)).extracting(Claim::kind).containsExactly(Kind.STOP);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void the_same_word_again_changes_nothing(Ending ending, TaskStatus status) {
        Task task = site.has(aRunningTask());
        assertThat(finish(task, RUN, ending)).isEqualTo(new Finished());
        Sight before = site.see(task);
        site.clock.tick(Duration.ofSeconds(5));

        FinishTaskResult again = finish(task, RUN, ending);

        assertThat(again).isEqualTo(new Finished());
        assertThat(site.see(task)).isEqualTo(before);
        assertThat(before.task().orElseThrow().status()).isEqualTo(status);
    }

    @Test
    void a_word_that_comes_after_the_cancel_is_kept_beside_the_task() {
        Task task = site.has(aTerminatedTask());
        Sight before = site.see(task);

        assertThat(finish(task, RUN, new Success())).isEqualTo(new TooLate(task + " has ended otherwise"));
        assertThat(finish(task, RUN, new Failure("no answer\nat all"))).isInstanceOf(TooLate.class);

        Sight after = site.see(task);
        assertThat(after.late())
                .containsExactly(
                        new LateWord(task.id(), RUN, "Succeeded", site.clock.instant()),
                        new LateWord(task.id(), RUN, "Failed: no answer", site.clock.instant()));
        assertThat(after.task()).isEqualTo(before.task());
        assertThat(after.history()).isEqualTo(before.history());
        assertThat(after.stop()).isEqualTo(before.stop());
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = Mode.EXCLUDE)
    void a_word_that_does_not_fit_the_state_is_too_late(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Ending otherwise = status == TaskStatus.SUCCEEDED ? new Failure("short circuit") : new Success();

        assertThat(finish(task, RUN, otherwise)).isInstanceOf(TooLate.class);
        assertThat(site.see(task).task()).contains(task);
        assertThat(site.see(task).late()).hasSize(1);
    }

    @Test
    void another_error_than_the_kept_one_is_too_late() {
        Task task = site.has(aRunningTask());
        assertThat(finish(task, RUN, new Failure("no answer"))).isEqualTo(new Finished());

        FinishTaskResult result = finish(task, RUN, new Failure("short circuit"));

        assertThat(result).isInstanceOf(TooLate.class);
        assertThat(site.see(task).late()).extracting(LateWord::told).containsExactly("Failed: short circuit");
    }

    @ParameterizedTest
    @MethodSource("endings")
    void the_word_of_another_run_is_too_late(Ending ending, TaskStatus status) {
        Task task = site.has(aRunningTask());

        FinishTaskResult result = finish(task, OTHER_RUN, ending);

        assertThat(result).isInstanceOf(TooLate.class);
        assertThat(site.see(task).task()).contains(task);
        assertThat(site.see(task).late()).extracting(LateWord::run).containsExactly(OTHER_RUN);
        assertThat(task.status()).isNotEqualTo(status);
    }

    @Test
    void the_word_about_a_task_that_is_not_there_is_not_kept() {
        FinishTaskResult result = finishTask.finish(new Attempt(SITE, NO_TASK, RUN), new Success());

        assertThat(result).isEqualTo(new TooLate("There is no such task"));
        assertThat(site.store.lateWords()).isEmpty();
    }

    @Test
    void a_word_that_lost_three_races_is_undecided_and_can_be_said_again() {
        Task task = site.has(aRunningTask());
        FinishTask losing = FinishTask.using(site.losing(3));
        Attempt attempt = new Attempt(SITE, task.id(), RUN);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(
                        () -> assertThat(losing.finish(attempt, new Success())).isNull());
        assertThat(site.see(task).task()).contains(task);
        assertThat(losing.finish(attempt, new Success())).isEqualTo(new Finished());
    }

    @RepeatedTest(20)
    void of_a_cancel_and_a_word_at_once_exactly_one_ends_the_task() {
        Task task = site.has(aRunningTask());
        CancelTask cancelTask = CancelTask.using(site.ports, VALIDATOR);
        CancelTaskCommand command = new CancelTaskCommand(CALLER, ORG, SITE, task.id(), null, ORIGIN);
        AtomicBoolean first = new AtomicBoolean();

        List<Object> answers = Race.of(
                2,
                () -> first.compareAndSet(false, true) ? cancelTask.cancel(command) : finish(task, RUN, new Success()));

        TaskStatus end = site.see(task).task().orElseThrow().status();
        boolean cancelled = answers.stream().anyMatch(CancelTaskResult.Cancelled.class::isInstance);
        boolean finished = answers.stream().anyMatch(Finished.class::isInstance);
        assertThat(cancelled).isEqualTo(end == TaskStatus.TERMINATED);
        assertThat(finished).isEqualTo(end == TaskStatus.SUCCEEDED);
        assertThat(cancelled).isNotEqualTo(finished);
        assertThat(site.see(task).history()).hasSize(3);
    }

    private FinishTaskResult finish(Task task, RunId run, Ending ending) {
        return finishTask.finish(new Attempt(SITE, task.id(), run), ending);
    }
}
