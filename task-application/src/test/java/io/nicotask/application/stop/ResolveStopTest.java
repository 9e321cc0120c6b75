package io.nicotask.application.stop;

import static io.nicotask.application.RefusalAssertions.assertDenialAudited;
import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.SiteFixture.VIEWER;
import static io.nicotask.application.SiteFixture.callerWith;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.aTerminatedTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static io.nicotask.domain.task.TaskFixtures.cancelled;
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
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.stop.ResolveStop.Result.AlreadyConfirmed;
import io.nicotask.application.stop.ResolveStop.Result.Denied;
import io.nicotask.application.stop.ResolveStop.Result.InProgress;
import io.nicotask.application.stop.ResolveStop.Result.NotFound;
import io.nicotask.application.stop.ResolveStop.Result.Resolved;
import io.nicotask.application.stop.ResolveStop.Result.TaskNotEnded;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ResolveStopTest {

    private static final Duration OVERDUE = Stop.ATTENTION_AFTER.plusNanos(1);
    private static final TaskId NEXT = new TaskId(new UUID(3, 99));
    private static final Reason REASON = new Reason("inspected rack 7, all trays are off");

    private final SiteFixture site = new SiteFixture();
    private final ResolveStop resolveStop = ResolveStop.using(site.ports);

    @Test
    void a_stop_that_needs_attention_is_confirmed_and_its_rack_goes_to_the_next_task() {
        Task task = needingAttention();
        Task next = site.has(aWaitingTask().withId(NEXT).submittedAt(site.clock.instant()));

        ResolveStop.Result result = resolveStop.resolve(command(SITE, task.id()));

        assertThat(result).isEqualTo(new Resolved(new TaskView(task, StopStatus.CONFIRMED)));
        assertThat(site.snapshotOf(task).task()).contains(task);
        assertThat(site.holders(task)).extracting(holder -> holder.task().id()).containsExactly(NEXT);
        assertThat(site.snapshotOf(next).task()).map(Task::status).contains(TaskStatus.PENDING);
    }

    @Test
    void resolving_is_audited_with_its_reason() {
        Task task = needingAttention();
        List<?> history = site.snapshotOf(task).history();

        ResolveStop.Result result = resolveStop.resolve(command(SITE, task.id()));

        AuditedRequest request =
                new AuditedRequest(CALLER.subject(), ORG, Action.RESOLVE_STOP, SITE, task.id(), ORIGIN);
        assertThat(result).isInstanceOf(Resolved.class);
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), request, new Outcome.Granted(), REASON));
        assertThat(site.snapshotOf(task).history()).isEqualTo(history);
    }

    @Test
    void a_stop_is_not_resolved_if_the_audit_fails() {
        Task task = needingAttention();
        Snapshot before = site.snapshotOf(task);
        Ports ports = site.refusing(Audited.class);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(ResolveStop.using(ports).resolve(command(SITE, task.id())))
                        .isNull());

        assertThat(site.snapshotOf(task)).isEqualTo(before);
        assertThat(site.holders(task))
                .containsExactly(
                        new Reservation(task, Set.of(), Set.of(), before.stop().orElseThrow()));
    }

    @Test
    void resolving_again_changes_nothing() {
        Task task = needingAttention();
        assertThat(resolveStop.resolve(command(SITE, task.id()))).isInstanceOf(Resolved.class);
        Snapshot before = site.snapshotOf(task);
        site.clock.tick(OVERDUE);

        ResolveStop.Result again = resolveStop.resolve(command(SITE, task.id()));

        assertThat(again).isEqualTo(new AlreadyConfirmed(new TaskView(task, StopStatus.CONFIRMED)));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_task_that_never_had_a_workflow_has_nothing_to_resolve() {
        Task waiting = site.has(aWaitingTask().withId(NEXT).submittedAt(site.clock.instant()));
        Task cancelled = cancelled(waiting.cancel(USER, null, site.clock.instant()));
        site.writes.update(site.scopeOf(waiting), new TaskChange(waiting, cancelled, ChangeCause.of(USER)));

        ResolveStop.Result result = resolveStop.resolve(command(SITE, NEXT));

        assertThat(result).isEqualTo(new AlreadyConfirmed(new TaskView(cancelled, StopStatus.CONFIRMED)));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void a_stop_that_does_not_need_attention_yet_cannot_be_resolved() {
        Task task = site.has(aTerminatedTask());
        Snapshot before = site.snapshotOf(task);

        ResolveStop.Result result = resolveStop.resolve(command(SITE, task.id()));

        assertThat(result).isEqualTo(new InProgress(new TaskView(task, StopStatus.REQUESTED)));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_stop_cannot_be_resolved_while_an_attempt_acts() {
        Task task = needingAttention();
        Lease lease = site.acquireLease(task);
        Snapshot before = site.snapshotOf(task);

        ResolveStop.Result result = resolveStop.resolve(command(SITE, task.id()));

        assertThat(result).isEqualTo(new InProgress(new TaskView(task, StopStatus.NEEDS_ATTENTION)));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
        site.writes.releaseLease(site.scopeOf(task), task.spec().rack(), lease);
        assertThat(resolveStop.resolve(command(SITE, task.id()))).isInstanceOf(Resolved.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PENDING", "RUNNING"})
    void a_task_that_has_not_ended_has_no_stop(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Snapshot before = site.snapshotOf(task);

        ResolveStop.Result result = resolveStop.resolve(command(SITE, task.id()));

        assertThat(result).isEqualTo(new TaskNotEnded(new TaskView(task, null)));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED"})
    void the_stop_of_a_finished_task_can_be_resolved_too(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        site.clock.tick(OVERDUE);

        ResolveStop.Result result = resolveStop.resolve(command(SITE, task.id()));

        assertThat(result).isEqualTo(new Resolved(new TaskView(task, null)));
        assertThat(site.snapshotOf(task).stop()).map(Stop::status).contains(StopStatus.CONFIRMED);
    }

    @Test
    void a_task_of_another_site_is_not_found() {
        Task second = site.has(aTerminatedTask().at(SECOND_SITE));
        site.clock.tick(OVERDUE);

        for (TaskId id : List.of(second.id(), NO_TASK)) {
            assertThat(resolveStop.resolve(command(SITE, id))).isEqualTo(new NotFound());
        }
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.nicotask.application.RefusalAssertions#deniedSites")
    void a_denial_is_audited_and_changes_nothing(DenialReason reason, SiteId at) {
        Task task = site.has(aTerminatedTask().at(at));
        site.clock.tick(OVERDUE);

        ResolveStop.Result result = resolveStop.resolve(command(at, task.id()));

        assertThat(result).isEqualTo(new Denied(reason));
        assertDenialAudited(site, Action.RESOLVE_STOP, at, task.id(), reason);
        assertThat(site.snapshotOf(task).stop()).map(Stop::status).contains(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void a_caller_without_the_role_does_not_learn_whether_a_site_exists() {
        ResolveStop.Result result = resolveStop.resolve(
                new ResolveStop.Command(new RequestContext(callerWith(VIEWER), ORG, ORIGIN), NO_SITE, NO_TASK, REASON));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    /** A cancelled task that still holds its rack and whose stop is overdue. */
    private Task needingAttention() {
        Task task = site.has(aTerminatedTask());
        site.clock.tick(OVERDUE);
        return task;
    }

    private static ResolveStop.Command command(SiteId at, TaskId task) {
        return new ResolveStop.Command(new RequestContext(CALLER, ORG, ORIGIN), at, task, REASON);
    }
}
