package io.nicotask.application.history;

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
import static io.nicotask.domain.task.TaskFixtures.REASON;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.history.GetTaskHistoryResult.Denied;
import io.nicotask.application.history.GetTaskHistoryResult.Found;
import io.nicotask.application.history.GetTaskHistoryResult.NotFound;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class GetTaskHistoryTest {

    private final TestSite site = new TestSite();
    private final GetTaskHistory getTaskHistory = GetTaskHistory.using(site.ports, VALIDATOR);

    @Test
    void every_change_of_state_is_shown_with_who_why_and_on_which_request_oldest_first() {
        Task task = site.has(aRunningTask());
        CancelTaskResult cancelled = CancelTask.using(site.ports, VALIDATOR)
                .cancel(new CancelTaskCommand(CALLER, ORG, SITE, task.id(), REASON.text(), ORIGIN));
        assertThat(cancelled).isInstanceOf(CancelTaskResult.Cancelled.class);
        Sight before = site.see(task);

        GetTaskHistoryResult result = getTaskHistory.get(command(SITE, task.id()));

        List<HistoryEntry> entries = ((Found) result).entries();
        assertThat(entries).isEqualTo(before.history());
        assertThat(entries)
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING, TaskStatus.TERMINATED);
        assertThat(entries.getLast().cause()).isEqualTo(new Cause(USER, REASON, ORIGIN.requestId()));
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void a_task_of_another_site_is_as_unknown_as_one_that_never_was() {
        Task second = site.has(aRunningTask().at(SECOND_SITE));
        Task foreign = site.has(aRunningTask().at(FOREIGN_SITE));

        for (TaskId id : List.of(second.id(), foreign.id(), NO_TASK)) {
            assertThat(getTaskHistory.get(command(SITE, id))).isEqualTo(new NotFound());
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

        GetTaskHistoryResult result = getTaskHistory.get(command(at, task.id()));

        Wish wish = new Wish(CALLER.subject(), ORG, Action.GET_TASK_HISTORY, at, task.id(), ORIGIN);
        assertThat(result).isEqualTo(new Denied(reason));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), wish, new Outcome.Denied(reason), null));
    }

    @Test
    void a_caller_without_the_role_learns_not_even_whether_there_is_such_a_site() {
        GetTaskHistoryResult result =
                getTaskHistory.get(new GetTaskHistoryCommand(callerWith(VIEWER), ORG, NO_SITE, NO_TASK, ORIGIN));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    @Test
    void a_command_must_be_complete() {
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(
                        () -> assertThat(getTaskHistory.get(new GetTaskHistoryCommand(null, null, null, null, null)))
                                .isNull())
                .satisfies(refused -> assertThat(refused.getConstraintViolations())
                        .extracting(violation -> violation.getPropertyPath().toString())
                        .containsExactlyInAnyOrder("caller", "org", "site", "task", "origin"));
    }

    private static GetTaskHistoryCommand command(SiteId at, TaskId task) {
        return new GetTaskHistoryCommand(CALLER, ORG, at, task, ORIGIN);
    }
}
