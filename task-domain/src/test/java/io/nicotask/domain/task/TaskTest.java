package io.nicotask.domain.task;

import static io.nicotask.domain.task.TaskFixtures.REASON;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.SUBMITTED;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static io.nicotask.domain.task.TaskFixtures.aPlan;
import static io.nicotask.domain.task.TaskFixtures.aReport;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static io.nicotask.domain.task.TaskFixtures.applied;
import static io.nicotask.domain.task.TaskFixtures.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Pending;
import io.nicotask.domain.task.TaskState.Running;
import io.nicotask.domain.task.TaskState.Succeeded;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskTest {

    private static final Instant NOW = SUBMITTED.plusSeconds(60);

    @Test
    void a_submitted_task_is_pending_in_its_first_version() {
        Task model = aTask().build();

        Task task = Task.submitted(model.id(), model.spec(), NOW.plusNanos(1_999));

        assertThat(task.state()).isEqualTo(new Pending());
        assertThat(task.message()).isEqualTo("Pending");
        assertThat(task.report()).isNull();
        assertThat(task.revision()).isEqualTo(new Revision(NOW.plusNanos(1_000), NOW.plusNanos(1_000), 1));
    }

    @Test
    void a_queued_task_waits_until_its_deadline() {
        Task model = aTask().build();

        Task task = Task.queued(model.id(), model.spec(), NOW.plusNanos(1_999), NOW);

        assertThat(task.state()).isEqualTo(new Waiting(NOW.plusNanos(1_000)));
        assertThat(task.message()).isEqualTo("Queued: waiting for rack to become available");
        assertThat(task.revision()).isEqualTo(new Revision(NOW, NOW, 1));
    }

    @Test
    void a_waiting_task_expires_at_its_deadline_by_the_clock_of_the_store_and_not_before() {
        Task task = aWaitingTask().build();
        Instant deadline = ((Waiting) task.state()).deadline();

        Instant now = NOW.plusSeconds(5);

        assertThat(task.expire(USER, deadline.minusNanos(1), now)).isInstanceOf(Transition.Refused.class);
        Task expired = applied(task.expire(USER, deadline, now));
        assertThat(expired.state()).isEqualTo(new Terminated(null, now, USER, null));
        assertThat(expired.message()).isEqualTo("Expired: queue timeout reached");
    }

    @Test
    void a_promoted_task_is_pending_with_a_message() {
        Task promoted = applied(aWaitingTask().build().promote(NOW));

        assertThat(promoted.state()).isEqualTo(new Pending());
        assertThat(promoted.message()).isEqualTo("Promoted: no conflicting active tasks");
    }

    @Test
    void a_started_task_has_its_run_and_start_time() {
        Task started = applied(aTask().build().start(RUN, NOW));

        assertThat(started.state()).isEqualTo(new Running(new WorkflowRun(RUN, NOW)));
        assertThat(started.message()).isEqualTo("Running");
    }

    @Test
    void the_start_is_never_dated_before_the_submission() {
        Task started = applied(aTask().build().start(RUN, SUBMITTED.minusSeconds(1)));

        assertThat(started.state()).isEqualTo(new Running(new WorkflowRun(RUN, SUBMITTED)));
    }

    @Test
    void progress_replaces_the_report_and_nothing_else() {
        Task task = aRunningTask().build();

        Task changed = applied(task.progress(RUN, aPlan(), NOW));

        assertThat(changed.report()).isEqualTo(aPlan());
        assertThat(changed.state()).isEqualTo(task.state());
        assertThat(changed.message()).isEqualTo("Running");
    }

    @Test
    void a_succeeded_task_keeps_its_report() {
        Task task = aRunningTask().with(aPlan()).build();

        Task succeeded = applied(task.succeed(RUN, NOW));

        assertThat(succeeded.state()).isEqualTo(new Succeeded(runOf(task), NOW));
        assertThat(succeeded.message()).isEqualTo("Succeeded");
        assertThat(succeeded.report()).isEqualTo(aPlan());
    }

    @Test
    void a_success_completes_the_running_parts_of_its_report() {
        Task succeeded = applied(aRunningTask().build().succeed(RUN, NOW));

        assertThat(succeeded.report()).isEqualTo(aReport().complete(NOW));
        assertThat(succeeded.report()).isNotEqualTo(aReport());
    }

    @Test
    void a_task_without_a_report_succeeds_without_one() {
        Task succeeded = applied(aRunningTask().withoutReport().build().succeed(RUN, NOW));

        assertThat(succeeded.report()).isNull();
    }

    @Test
    void a_failed_task_has_the_first_line_of_its_error_also_in_its_report() {
        Task task = aRunningTask().build();

        Task failed = applied(task.fail(RUN, "no answer\n\tat tray 7", NOW));

        assertThat(failed.state()).isEqualTo(new Failed(runOf(task), NOW, "no answer"));
        assertThat(failed.message()).isEqualTo("no answer");
        assertThat(failed.report()).isEqualTo(aReport().interrupt("no answer", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\0", "\0\n \uD800"})
    void a_task_that_failed_without_an_error_says_failed(String error) {
        Task failed = applied(aRunningTask().build().fail(RUN, error, NOW));

        assertThat(failed.message()).isEqualTo("Failed");
        assertThat(failed.report()).isEqualTo(aReport().interrupt("Failed", NOW));
    }

    @Test
    void a_task_that_could_not_be_started_fails_without_a_run() {
        Task failed = applied(aTask().build().fail(null, "the engine refuses it", NOW));

        assertThat(failed.state()).isEqualTo(new Failed(null, NOW, "the engine refuses it"));
        assertThat(failed.report()).isNull();
    }

    @Test
    void a_repeated_failure_is_recognized_by_its_first_line() {
        Task failed = applied(aRunningTask().build().fail(RUN, "no answer\nat tray 7", NOW));

        assertThat(failed.fail(RUN, "no answer\nat tray 8", NOW)).isInstanceOf(Transition.AlreadyApplied.class);
    }

    @Test
    void a_cancelled_task_has_actor_and_reason_and_keeps_its_run() {
        Task task = aRunningTask().build();

        Task cancelled = cancelled(task.cancel(USER, REASON, NOW));

        assertThat(cancelled.state()).isEqualTo(new Terminated(runOf(task), NOW, USER, REASON));
        assertThat(cancelled.message()).isEqualTo("Cancelled by user");
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING"})
    void a_task_cancelled_before_it_ran_never_started(TaskStatus status) {
        Task cancelled = cancelled(aTaskIn(status).build().cancel(USER, null, NOW));

        assertThat(cancelled.state()).isEqualTo(new Terminated(null, NOW, USER, null));
        assertThat(cancelled.report()).isNull();
    }

    @Test
    void a_cancel_closes_the_report_in_the_same_write() {
        Task cancelled = cancelled(aRunningTask().build().cancel(USER, REASON, NOW));

        assertThat(cancelled.report()).isEqualTo(aReport().interrupt("Cancelled by user", NOW));
    }

    @ParameterizedTest
    @EnumSource
    void a_rehydrated_task_equals_the_stored_one(TaskStatus status) {
        Task task = aTaskIn(status).build();

        Task stored =
                Task.rehydrated(task.id(), task.spec(), task.state(), task.message(), task.report(), task.revision());

        assertThat(stored).isEqualTo(task).hasSameHashCodeAs(task);
    }

    @Test
    void tasks_differ_if_any_part_differs() {
        Task task = aRunningTask().build();
        Task other = aRunningTask().build();

        assertThat(task)
                .isNotEqualTo(rehydrated(task, other.id(), task.message(), task.report()))
                .isNotEqualTo(rehydrated(task, task.id(), "Other", task.report()))
                .isNotEqualTo(rehydrated(task, task.id(), task.message(), null))
                .isNotEqualTo(applied(task.progress(RUN, aPlan(), NOW)))
                .isNotEqualTo(task.toString());
    }

    @Test
    void a_task_is_named_by_id_status_and_version() {
        Task task = aRunningTask().build();

        assertThat(task).hasToString("Task " + task.id() + " (Running, version 3)");
    }

    private static Task rehydrated(Task task, TaskId id, String message, TaskReport report) {
        return Task.rehydrated(id, task.spec(), task.state(), message, report, task.revision());
    }

    private static WorkflowRun runOf(Task task) {
        return ((Running) task.state()).run();
    }
}
