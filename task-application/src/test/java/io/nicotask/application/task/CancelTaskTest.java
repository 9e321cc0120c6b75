package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.task.CancelCommands.command;
import static io.nicotask.application.task.CancelCommands.commandFor;
import static io.nicotask.application.task.CancelCommands.taskOf;
import static io.nicotask.application.task.CancelCommands.viewOf;
import static io.nicotask.domain.task.TaskFixtures.REASON;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.aTerminatedTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static io.nicotask.domain.task.TaskFixtures.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.task.CancelTask.Result.AlreadyTerminated;
import io.nicotask.application.task.CancelTask.Result.Cancelled;
import io.nicotask.application.task.CancelTask.Result.NotCancellable;
import io.nicotask.application.task.CancelTask.Result.NotFound;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CancelTaskTest {

    private final SiteFixture site = new SiteFixture();
    private final CancelTask cancelTask = CancelTask.using(site.ports);

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING", "RUNNING"})
    void a_cancel_of_an_open_task_terminates_it(TaskStatus status) {
        Task task = site.has(aTaskIn(status));

        CancelTask.Result result = cancelTask.cancel(commandFor(task));

        Task expected = cancelled(task.cancel(USER, REASON, site.clock.instant()));
        assertThat(result).isInstanceOf(Cancelled.class);
        assertThat(taskOf(result)).isEqualTo(expected);
        assertThat(site.snapshotOf(task).task()).contains(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING", "RUNNING"})
    void a_cancel_adds_one_row_to_the_history_and_one_to_the_audit(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        List<HistoryEntry> before = site.snapshotOf(task).history();

        Task done = taskOf(cancelTask.cancel(commandFor(task)));

        ChangeCause cause = new ChangeCause(USER, REASON, ORIGIN.requestId());
        AuditedRequest request = new AuditedRequest(CALLER.subject(), ORG, Action.CANCEL_TASK, SITE, task.id(), ORIGIN);
        Snapshot after = site.snapshotOf(task);
        assertThat(after.history())
                .startsWith(before.toArray(HistoryEntry[]::new))
                .hasSize(before.size() + 1);
        assertThat(after.history().getLast())
                .isEqualTo(new HistoryEntry(
                        status, TaskStatus.TERMINATED, done.revision().updated(), cause));
        assertThat(after.audit())
                .containsExactly(new AuditEntry(done.revision().updated(), request, new Outcome.Granted(), REASON));
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "RUNNING"})
    void a_cancel_of_a_task_with_a_workflow_requests_its_stop(TaskStatus status) {
        Task task = site.has(aTaskIn(status));

        CancelTask.Result result = cancelTask.cancel(commandFor(task));

        assertThat(viewOf(result).stop()).isEqualTo(StopStatus.REQUESTED);
        assertThat(site.snapshotOf(task).stop())
                .map(stop -> stop.instants().decided())
                .contains(site.clock.instant());
    }

    @Test
    void the_stop_of_a_cancelled_task_is_claimed_by_the_process_that_cancels_and_due_when_that_crashes() {
        Task task = site.has(aRunningTask());
        site.deliverStart(task);

        CancelTask.Result result = cancelTask.cancel(commandFor(task));

        assertThat(result).isInstanceOf(Cancelled.class);
        assertThat(site.claimDue(Lane.DELIVERY)).isEmpty();
        site.clock.tick(WorkQueue.CLAIM);
        assertThat(site.claimDue(Lane.DELIVERY)).extracting(WorkItem::kind).containsExactly(Kind.STOP_WORKFLOW);
    }

    @Test
    void a_cancel_of_a_waiting_task_needs_no_stop() {
        Task task = site.has(aWaitingTask());

        CancelTask.Result result = cancelTask.cancel(commandFor(task));

        assertThat(viewOf(result).stop()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(site.snapshotOf(task).stop()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING", "RUNNING"})
    void a_second_cancel_changes_nothing(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        TaskView first = viewOf(cancelTask.cancel(commandFor(task)));
        Snapshot before = site.snapshotOf(task);
        site.clock.tick(Duration.ofSeconds(5));

        CancelTask.Result again = cancelTask.cancel(command(SITE, task.id(), "another reason"));

        assertThat(again).isEqualTo(new AlreadyTerminated(first));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_cancel_of_a_terminated_task_changes_nothing() {
        Task task = site.has(aTerminatedTask());
        Snapshot before = site.snapshotOf(task);

        CancelTask.Result result = cancelTask.cancel(commandFor(task));

        assertThat(result).isEqualTo(new AlreadyTerminated(new TaskView(task, StopStatus.REQUESTED)));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "RUNNING"})
    void a_cancelled_task_keeps_its_rack_until_its_work_has_stopped(TaskStatus status) {
        Task task = site.has(aTaskIn(status));

        Task done = taskOf(cancelTask.cancel(commandFor(task)));
        site.reschedule(task);

        Stop stop = site.snapshotOf(task).stop().orElseThrow();
        assertThat(stop.status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(site.holders(task)).containsExactly(new Reservation(done, Set.of(), Set.of(), stop));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED"})
    void a_finished_task_cannot_be_cancelled(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Snapshot before = site.snapshotOf(task);

        CancelTask.Result result = cancelTask.cancel(commandFor(task));

        assertThat(result).isEqualTo(new NotCancellable(new TaskView(task, null)));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_task_of_another_site_is_not_found() {
        Task second = site.has(aRunningTask().at(SECOND_SITE));
        Task foreign = site.has(aRunningTask().at(FOREIGN_SITE));

        for (TaskId id : List.of(second.id(), foreign.id(), NO_TASK)) {
            assertThat(cancelTask.cancel(command(SITE, id, null))).isEqualTo(new NotFound());
        }
        assertThat(site.snapshotOf(second).task()).contains(second);
        assertThat(site.snapshotOf(foreign).task()).contains(foreign);
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void a_cancel_without_a_reason_is_stored_without_one() {
        Task task = site.has(aRunningTask());

        Task done = taskOf(cancelTask.cancel(command(SITE, task.id(), null)));

        assertThat(done).isEqualTo(cancelled(task.cancel(USER, null, site.clock.instant())));
        assertThat(site.snapshotOf(task).history().getLast().cause())
                .isEqualTo(new ChangeCause(USER, null, ORIGIN.requestId()));
        assertThat(site.snapshotOf(task).audit())
                .singleElement()
                .extracting(AuditEntry::reason)
                .isNull();
    }

    @Test
    void the_caller_and_its_request_id_are_stored() {
        Task task = site.has(aRunningTask());
        Caller robot = new Caller(new Subject("robot"), Caller.Profile.EMPTY, Map.of(ORG, Set.of(SiteFixture.ADMIN)));
        RequestOrigin origin = new RequestOrigin("request-9", "");

        Task done = taskOf(cancelTask.cancel(
                new CancelTask.Command(new RequestContext(robot, ORG, origin), SITE, task.id(), null)));

        Actor actor = Actor.user(robot.subject());
        assertThat(done).isEqualTo(cancelled(task.cancel(actor, null, site.clock.instant())));
        assertThat(site.snapshotOf(task).history().getLast().cause())
                .isEqualTo(new ChangeCause(actor, null, "request-9"));
    }
}
