package io.nicotask.application.submit;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.FOREIGN_SITE;
import static io.nicotask.application.TestSite.NO_SITE;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.PROVIDER;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.memory.InMemoryTaskIds;
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
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult.Denied;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
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
    private final SubmitTask submitTask = SubmitTask.using(site.ports, new InMemoryTaskIds(), VALIDATOR);

    @Test
    void a_task_is_kept_as_pending() {
        SubmitTaskResult result = submitTask.submit(command(SITE, "Power on"));

        TaskRequest request = new TaskRequest(SITE, RACK, Operation.POWER_ON, "Power on", null);
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
        assertThat(submitted().id()).isNotEqualTo(submitted().id());
    }

    @Test
    void what_cannot_be_audited_is_not_kept_nor_started() {
        SubmitTask unaudited = SubmitTask.using(site.withoutAudit(), new InMemoryTaskIds(), VALIDATOR);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(
                        () -> assertThat(unaudited.submit(command(SITE, ""))).isNull());
        assertNothingWasKept();
    }

    @Test
    void a_denial_is_audited_and_nothing_is_kept() {
        SubmitTaskResult result = submitTask.submit(command(FOREIGN_SITE, ""));

        Wish wish = new Wish(CALLER.subject(), ORG, Action.SUBMIT_TASK, FOREIGN_SITE, null, ORIGIN);
        Outcome denied = new Outcome.Denied(DenialReason.FOREIGN_SITE);
        assertThat(result).isEqualTo(new Denied(DenialReason.FOREIGN_SITE));
        assertThat(site.store.auditEntries()).containsExactly(new AuditEntry(site.clock.instant(), wish, denied, null));
        assertNothingWasKept();
    }

    @Test
    void a_site_that_is_not_there_is_no_denial_worth_an_audit() {
        SubmitTaskResult result = submitTask.submit(command(NO_SITE, ""));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    static Stream<Arguments> invalid() {
        Work work = new Work(SITE, RACK, Operation.POWER_ON, "");
        return Stream.of(
                Arguments.of("caller", new SubmitTaskCommand(null, ORG, work, ORIGIN)),
                Arguments.of("org", new SubmitTaskCommand(CALLER, null, work, ORIGIN)),
                Arguments.of("work", new SubmitTaskCommand(CALLER, ORG, null, ORIGIN)),
                Arguments.of("origin", new SubmitTaskCommand(CALLER, ORG, work, null)),
                Arguments.of("work.site", command(new Work(null, RACK, Operation.POWER_ON, ""))),
                Arguments.of("work.rack", command(new Work(SITE, null, Operation.POWER_ON, ""))),
                Arguments.of("work.operation", command(new Work(SITE, RACK, null, ""))),
                Arguments.of("work.description", command(new Work(SITE, RACK, Operation.POWER_ON, null))),
                Arguments.of("work.description", command(SITE, "x".repeat(513))),
                Arguments.of("work.description", command(SITE, "\0")),
                Arguments.of("work.description", command(SITE, "\uDC00")));
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
        assertThat(site.store.listing().open(new TaskScope(PROVIDER, SITE), 10)).isEmpty();
        assertThat(claims()).isEmpty();
    }

    private Task submitted() {
        SubmitTaskResult result = submitTask.submit(command(SITE, "Power on"));
        return ((Submitted) result).view().task();
    }

    private List<Claim> claims() {
        return site.ports.outbox().claimDue(10, Duration.ofSeconds(5));
    }

    private static SubmitTaskCommand command(SiteId at, String description) {
        return command(new Work(at, RACK, Operation.POWER_ON, description));
    }

    private static SubmitTaskCommand command(Work work) {
        return new SubmitTaskCommand(CALLER, ORG, work, ORIGIN);
    }
}
