package io.nicotask.application.submit;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.FOREIGN_SITE;
import static io.nicotask.application.TestSite.NO_SITE;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.submit.Submits.command;
import static io.nicotask.application.submit.Submits.powerOn;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy.Queue;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy.Reject;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult.Denied;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.TaskStatus;
import jakarta.validation.ConstraintViolationException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SubmitTaskTest {

    private static final TaskId FIRST = new TaskId(new UUID(0, 1));

    private final TestSite site = new TestSite();
    private final SubmitTask submitTask = Submits.useCase(site);

    @Test
    void a_task_is_kept_as_pending() {
        SubmitTaskResult result = submitTask.submit(described("Power on"));

        TaskRequest request = new TaskRequest(SITE, RACK, Operation.POWER_ON, Components.WHOLE_RACK, "Power on", null);
        Task expected = Task.submitted(FIRST, request, site.clock.instant());
        assertThat(result).isEqualTo(new Submitted(new TaskView(expected, null)));
        assertThat(site.see(expected).task()).contains(expected);
    }

    @Test
    void a_task_is_kept_with_its_history_and_its_audit() {
        Task task = submitted();

        Cause cause = new Cause(USER, null, ORIGIN.requestId());
        Wish wish = new Wish(CALLER.subject(), ORG, Action.SUBMIT_TASK, SITE, task.id(), ORIGIN);
        Sight sight = site.see(task);
        assertThat(sight.history())
                .containsExactly(new HistoryEntry(
                        null, TaskStatus.PENDING, task.revision().created(), cause));
        assertThat(sight.audit())
                .containsExactly(new AuditEntry(task.revision().created(), wish, new Outcome.Granted(), null));
        assertThat(sight.stop()).isEmpty();
    }

    @Test
    void the_start_of_a_task_is_asked_for_at_once() {
        Task task = submitted();

        assertThat(claims()).containsExactly(new Claim(task.id(), SITE, Kind.START, 1, Duration.ZERO));
    }

    @Test
    void every_task_has_an_id_of_its_own() {
        Task other = Submits.taskOf(submitTask.submit(command(powerOn(Submits.OTHER_RACK))));

        assertThat(submitted().id()).isNotEqualTo(other.id());
    }

    @Test
    void what_cannot_be_audited_is_not_kept_nor_started() {
        SubmitTask unaudited = Submits.useCase(site.withoutAudit(), site);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(unaudited.submit(described(""))).isNull());
        assertNothingWasKept();
    }

    @Test
    void a_denial_is_audited_and_nothing_is_kept() {
        SubmitTaskResult result = submitTask.submit(at(FOREIGN_SITE));

        Wish wish = new Wish(CALLER.subject(), ORG, Action.SUBMIT_TASK, FOREIGN_SITE, null, ORIGIN);
        Outcome denied = new Outcome.Denied(DenialReason.FOREIGN_SITE);
        assertThat(result).isEqualTo(new Denied(DenialReason.FOREIGN_SITE));
        assertThat(site.store.auditEntries()).containsExactly(new AuditEntry(site.clock.instant(), wish, denied, null));
        assertNothingWasKept();
    }

    @Test
    void a_site_that_is_not_there_is_no_denial_worth_an_audit() {
        SubmitTaskResult result = submitTask.submit(at(NO_SITE));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    static Stream<Arguments> invalid() {
        Components all = Components.WHOLE_RACK;
        Reject reject = new Reject();
        return Stream.of(
                Arguments.of("caller", new SubmitTaskCommand(null, ORG, powerOn(RACK), reject, null, ORIGIN)),
                Arguments.of("org", new SubmitTaskCommand(CALLER, null, powerOn(RACK), reject, null, ORIGIN)),
                Arguments.of("work", new SubmitTaskCommand(CALLER, ORG, null, reject, null, ORIGIN)),
                Arguments.of("ifBusy", new SubmitTaskCommand(CALLER, ORG, powerOn(RACK), null, null, ORIGIN)),
                Arguments.of("origin", new SubmitTaskCommand(CALLER, ORG, powerOn(RACK), reject, null, null)),
                Arguments.of("work.site", command(new Work(null, RACK, Operation.POWER_ON, all, "", null))),
                Arguments.of("work.rack", command(new Work(SITE, null, Operation.POWER_ON, all, "", null))),
                Arguments.of("work.operation", command(new Work(SITE, RACK, null, all, "", null))),
                Arguments.of("work.components", command(new Work(SITE, RACK, Operation.POWER_ON, null, "", null))),
                Arguments.of("work.description", command(new Work(SITE, RACK, Operation.POWER_ON, all, null, null))),
                Arguments.of("work.description", described("x".repeat(513))),
                Arguments.of("work.description", described("\0")),
                Arguments.of("work.description", described("\uDC00")),
                Arguments.of("ifBusy.timeoutSeconds", command(powerOn(RACK), new Queue(0), null)),
                Arguments.of("ifBusy.timeoutSeconds", command(powerOn(RACK), new Queue(86_401), null)),
                Arguments.of("key", command(powerOn(RACK), reject, "")),
                Arguments.of("key", command(powerOn(RACK), reject, "k".repeat(256))),
                Arguments.of("key", command(powerOn(RACK), reject, "\0")));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void what_is_not_valid_is_refused_and_nothing_is_kept(String field, SubmitTaskCommand command) {
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> assertThat(submitTask.submit(command)).isNull())
                .satisfies(refused -> assertThat(refused.getConstraintViolations())
                        .extracting(violation -> violation.getPropertyPath().toString())
                        .containsExactly(field));
        assertThat(site.store.auditEntries()).isEmpty();
        assertNothingWasKept();
    }

    private void assertNothingWasKept() {
        assertThat(site.openTasks()).isEmpty();
        assertThat(claims()).isEmpty();
    }

    private Task submitted() {
        return Submits.taskOf(submitTask.submit(described("Power on")));
    }

    private List<Claim> claims() {
        return site.ports.outbox().claimDue(10, Duration.ofSeconds(5));
    }

    private static SubmitTaskCommand described(String description) {
        return command(new Work(SITE, RACK, Operation.POWER_ON, Components.WHOLE_RACK, description, null));
    }

    private static SubmitTaskCommand at(SiteId site) {
        return command(new Work(site, RACK, Operation.POWER_ON, Components.WHOLE_RACK, "", null));
    }
}
