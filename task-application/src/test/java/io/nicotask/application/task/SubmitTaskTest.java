package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.RETIRED_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.task.SubmitCommands.command;
import static io.nicotask.application.task.SubmitCommands.powerOn;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Denied;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SubmitTaskTest {

    private static final TaskId FIRST = new TaskId(new UUID(0, 1));

    private final SiteFixture site = new SiteFixture();
    private final SubmitTask submitTask = SubmitCommands.useCase(site);

    @Test
    void a_submitted_task_is_pending() {
        SubmitTask.Result result = submitTask.submit(described("Power on"));

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
                .containsExactly(new WorkItem(Kind.START_WORKFLOW, task.id().value(), SITE, 2));
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
        SubmitTask.Result result = submitTask.submit(at(FOREIGN_SITE));

        AuditedRequest request =
                new AuditedRequest(CALLER.subject(), ORG, Action.SUBMIT_TASK, FOREIGN_SITE, null, ORIGIN);
        Outcome denied = new Outcome.Denied(DenialReason.FOREIGN_SITE);
        assertThat(result).isEqualTo(new Denied(DenialReason.FOREIGN_SITE));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), request, denied, null));
        assertNothingWasStored();
    }

    @Test
    void a_retired_site_accepts_no_task() {
        SubmitTask.Result result = submitTask.submit(at(RETIRED_SITE));

        assertThat(result).isEqualTo(new SubmitTask.Result.RetiredSite());
        assertThat(site.store.auditEntries()).isEmpty();
        assertNothingWasStored();
    }

    @Test
    void a_denial_for_an_unknown_site_is_not_audited() {
        SubmitTask.Result result = submitTask.submit(at(NO_SITE));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
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

    private static SubmitTask.Command described(String description) {
        return command(
                new TaskRequest(SITE, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, description, null));
    }

    private static SubmitTask.Command at(SiteId site) {
        return command(new TaskRequest(site, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null));
    }
}
