package io.nicotask.application.get;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.FOREIGN_SITE;
import static io.nicotask.application.TestSite.NO_SITE;
import static io.nicotask.application.TestSite.NO_TASK;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SECOND_SITE;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.SITE_WITHOUT_FLOW;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.application.TestSite.VIEWER;
import static io.nicotask.application.TestSite.callerWith;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.aTerminatedTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static io.nicotask.domain.task.TaskFixtures.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.get.GetTaskResult.Denied;
import io.nicotask.application.get.GetTaskResult.Found;
import io.nicotask.application.get.GetTaskResult.NotFound;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Outcome.Confirmed;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import jakarta.validation.ConstraintViolationException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

final class GetTaskTest {

    private final TestSite site = new TestSite();
    private final GetTask getTask = GetTask.using(site.ports, VALIDATOR);

    @ParameterizedTest
    @EnumSource(names = "TERMINATED", mode = Mode.EXCLUDE)
    void a_task_is_shown_as_it_is_kept(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Sight before = site.see(task);

        GetTaskResult result = getTask.get(command(SITE, task.id()));

        assertThat(result).isEqualTo(new Found(new TaskView(task, null)));
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void a_terminated_task_is_shown_with_its_stop_as_that_goes_on() {
        Task task = site.has(aTerminatedTask());

        assertThat(stopOf(task)).isEqualTo(Stop.State.REQUESTED);
        site.clock.tick(Stop.ATTENTION_AFTER.plusNanos(1));
        assertThat(stopOf(task)).isEqualTo(Stop.State.NEEDS_ATTENTION);
        deliver(task, 2);
        assertThat(stopOf(task)).isEqualTo(Stop.State.NEEDS_ATTENTION);
        site.settle(task);
        assertThat(stopOf(task)).isEqualTo(Stop.State.CONFIRMED);
        assertThat(site.see(task).task()).contains(task);
    }

    @Test
    void a_task_that_was_cancelled_while_it_waited_has_nothing_to_stop() {
        Task waiting = site.has(aWaitingTask());
        Task task = cancelled(waiting.cancel(USER, null, site.clock.instant()));
        TaskScope scope = new TaskScope(TestSite.PROVIDER, SITE);
        site.ports.tasks().update(scope, new TaskChange(waiting, task, Cause.of(USER)));

        assertThat(stopOf(task)).isEqualTo(Stop.State.CONFIRMED);
    }

    @Test
    void a_task_of_another_site_is_as_unknown_as_one_that_never_was() {
        Task second = site.has(aRunningTask().at(SECOND_SITE));
        Task foreign = site.has(aRunningTask().at(FOREIGN_SITE));

        for (TaskId id : List.of(second.id(), foreign.id(), NO_TASK)) {
            assertThat(getTask.get(command(SITE, id))).isEqualTo(new NotFound());
        }
        assertThat(site.store.auditEntries()).isEmpty();
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of(DenialReason.FOREIGN_SITE, FOREIGN_SITE),
                Arguments.of(DenialReason.NO_FLOW, SITE_WITHOUT_FLOW));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void a_denial_is_audited_and_shows_nothing(DenialReason reason, SiteId at) {
        Task task = site.has(aRunningTask().at(at));

        GetTaskResult result = getTask.get(command(at, task.id()));

        Wish wish = new Wish(CALLER.subject(), ORG, Action.GET_TASK, at, task.id(), ORIGIN);
        assertThat(result).isEqualTo(new Denied(reason));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), wish, new Outcome.Denied(reason), null));
    }

    @Test
    void a_caller_without_the_role_learns_not_even_whether_there_is_such_a_site() {
        GetTaskResult result = getTask.get(new GetTaskCommand(callerWith(VIEWER), ORG, NO_SITE, NO_TASK, ORIGIN));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    @Test
    void a_site_that_is_not_there_is_no_denial_worth_an_audit() {
        GetTaskResult result = getTask.get(command(NO_SITE, NO_TASK));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void a_command_must_be_complete() {
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> assertThat(getTask.get(new GetTaskCommand(null, null, null, null, null)))
                        .isNull())
                .satisfies(refused -> assertThat(refused.getConstraintViolations())
                        .extracting(violation -> violation.getPropertyPath().toString())
                        .containsExactlyInAnyOrder("caller", "org", "site", "task", "origin"));
    }

    private Stop.State stopOf(Task task) {
        GetTaskResult result = getTask.get(command(SITE, task.id()));
        return ((Found) result).view().stop();
    }

    /** Marks what was asked of the engine as done, in its order. */
    private void deliver(Task task, int requests) {
        for (int i = 0; i < requests; i++) {
            Claim claim =
                    site.ports.outbox().claim(task.id(), Duration.ofSeconds(5)).getFirst();
            assertThat(site.ports.outbox().done(claim, new Confirmed())).isTrue();
        }
    }

    private static GetTaskCommand command(SiteId at, TaskId task) {
        return new GetTaskCommand(CALLER, ORG, at, task, ORIGIN);
    }
}
