package io.nicotask.application.task;

import static io.nicotask.application.RefusalAssertions.assertInvalid;
import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.task.SubmitCommands.command;
import static io.nicotask.application.task.SubmitCommands.powerOn;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkItem;
import io.nicotask.application.port.WorkItem.Kind;
import io.nicotask.application.port.WorkItem.Lane;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.task.SubmitTaskCommand.ConflictStrategy.Queue;
import io.nicotask.application.task.SubmitTaskCommand.ConflictStrategy.Reject;
import io.nicotask.application.task.SubmitTaskCommand.TaskRequest;
import io.nicotask.application.task.SubmitTaskResult.Denied;
import io.nicotask.application.task.SubmitTaskResult.Submitted;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SubmitTaskTest {

    private static final TaskId FIRST = new TaskId(new UUID(0, 1));

    private final SiteFixture site = new SiteFixture();
    private final SubmitTask submitTask = SubmitCommands.useCase(site);

    @Test
    void a_submitted_task_is_pending() {
        SubmitTaskResult result = submitTask.submit(described("Power on"));

        TaskSpec spec = new TaskSpec(SITE, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "Power on", null);
        Task expected = Task.submitted(FIRST, spec, site.clock.instant());
        assertThat(result).isEqualTo(new Submitted(new TaskView(expected, null)));
        assertThat(site.snapshotOf(expected).task()).contains(expected);
    }

    @Test
    void a_task_is_stored_with_its_history_and_audit() {
        Task task = submitted();

        ChangeCause cause = new ChangeCause(USER, null, ORIGIN.requestId());
        AuditedRequest request = new AuditedRequest(CALLER.subject(), ORG, Action.SUBMIT_TASK, SITE, task.id(), ORIGIN);
        Snapshot snapshot = site.snapshotOf(task);
        assertThat(snapshot.history())
                .containsExactly(new HistoryEntry(
                        null, TaskStatus.PENDING, task.revision().created(), cause));
        assertThat(snapshot.audit())
                .containsExactly(new AuditEntry(task.revision().created(), request, new Outcome.Granted(), null));
        assertThat(snapshot.stop()).isEmpty();
    }

    @Test
    void the_start_of_a_task_is_claimed_by_the_process_that_submits_and_due_when_that_crashes() {
        Task task = submitted();

        assertThat(claims()).isEmpty();
        site.clock.tick(WorkQueue.CLAIM);
        assertThat(claims())
                .containsExactly(new WorkItem(Kind.START_WORKFLOW, task.id().value(), SITE, 2, WorkQueue.CLAIM));
    }

    @Test
    void every_task_has_its_own_id() {
        Task other = SubmitCommands.taskOf(submitTask.submit(command(powerOn(SubmitCommands.OTHER_RACK))));

        assertThat(submitted().id()).isNotEqualTo(other.id());
    }

    @Test
    void a_submit_that_cannot_be_audited_stores_nothing() {
        SubmitTask unaudited = SubmitCommands.useCase(site.refusing(Audited.class), site);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(unaudited.submit(described(""))).isNull());
        assertNothingWasStored();
    }

    @Test
    void a_denial_is_audited_and_stores_nothing() {
        SubmitTaskResult result = submitTask.submit(at(FOREIGN_SITE));

        AuditedRequest request =
                new AuditedRequest(CALLER.subject(), ORG, Action.SUBMIT_TASK, FOREIGN_SITE, null, ORIGIN);
        Outcome denied = new Outcome.Denied(DenialReason.FOREIGN_SITE);
        assertThat(result).isEqualTo(new Denied(DenialReason.FOREIGN_SITE));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), request, denied, null));
        assertNothingWasStored();
    }

    @Test
    void a_denial_for_an_unknown_site_is_not_audited() {
        SubmitTaskResult result = submitTask.submit(at(NO_SITE));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    static Stream<Arguments> invalid() {
        ComponentSelection all = ComponentSelection.WHOLE_RACK;
        Reject reject = new Reject();
        return Stream.of(
                Arguments.of(
                        "context.caller",
                        new SubmitTaskCommand(new RequestContext(null, ORG, ORIGIN), powerOn(RACK), reject, null)),
                Arguments.of(
                        "context.org",
                        new SubmitTaskCommand(new RequestContext(CALLER, null, ORIGIN), powerOn(RACK), reject, null)),
                Arguments.of(
                        "request", new SubmitTaskCommand(new RequestContext(CALLER, ORG, ORIGIN), null, reject, null)),
                Arguments.of(
                        "conflictStrategy",
                        new SubmitTaskCommand(new RequestContext(CALLER, ORG, ORIGIN), powerOn(RACK), null, null)),
                Arguments.of(
                        "context.origin",
                        new SubmitTaskCommand(new RequestContext(CALLER, ORG, null), powerOn(RACK), reject, null)),
                Arguments.of("request.site", command(new TaskRequest(null, RACK, Operation.POWER_ON, all, "", null))),
                Arguments.of("request.rack", command(new TaskRequest(SITE, null, Operation.POWER_ON, all, "", null))),
                Arguments.of("request.operation", command(new TaskRequest(SITE, RACK, null, all, "", null))),
                Arguments.of(
                        "request.components", command(new TaskRequest(SITE, RACK, Operation.POWER_ON, null, "", null))),
                Arguments.of(
                        "request.description",
                        command(new TaskRequest(SITE, RACK, Operation.POWER_ON, all, null, null))),
                Arguments.of("request.description", described("x".repeat(513))),
                Arguments.of("request.description", described("\0")),
                Arguments.of("request.description", described("\uDC00")),
                Arguments.of("conflictStrategy.timeoutSeconds", command(powerOn(RACK), new Queue(0), null)),
                Arguments.of("conflictStrategy.timeoutSeconds", command(powerOn(RACK), new Queue(86_401), null)),
                Arguments.of("idempotencyKey", command(powerOn(RACK), reject, "")),
                Arguments.of("idempotencyKey", command(powerOn(RACK), reject, "k".repeat(256))),
                Arguments.of("idempotencyKey", command(powerOn(RACK), reject, "\0")));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void an_invalid_command_is_refused_and_stores_nothing(String field, SubmitTaskCommand command) {
        assertInvalid(() -> submitTask.submit(command), field);
        assertThat(site.store.auditEntries()).isEmpty();
        assertNothingWasStored();
    }

    private void assertNothingWasStored() {
        assertThat(site.openTasks()).isEmpty();
        assertThat(claims()).isEmpty();
    }

    private Task submitted() {
        return SubmitCommands.taskOf(submitTask.submit(described("Power on")));
    }

    private List<WorkItem> claims() {
        return site.claimDue(Lane.DELIVERY);
    }

    private static SubmitTaskCommand described(String description) {
        return command(
                new TaskRequest(SITE, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, description, null));
    }

    private static SubmitTaskCommand at(SiteId site) {
        return command(new TaskRequest(site, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null));
    }
}
