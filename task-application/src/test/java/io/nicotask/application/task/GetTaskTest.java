package io.nicotask.application.task;

import static io.nicotask.application.RefusalAssertions.assertDenialAudited;
import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.SiteFixture.VIEWER;
import static io.nicotask.application.SiteFixture.callerWith;
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
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.task.GetTask.Result.Denied;
import io.nicotask.application.task.GetTask.Result.Found;
import io.nicotask.application.task.GetTask.Result.NotFound;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

final class GetTaskTest {

    private final SiteFixture site = new SiteFixture();
    private final GetTask getTask = GetTask.using(site.ports);

    @ParameterizedTest
    @EnumSource(names = "TERMINATED", mode = Mode.EXCLUDE)
    void a_task_is_returned_as_stored(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Snapshot before = site.snapshotOf(task);

        GetTask.Result result = getTask.get(command(SITE, task.id()));

        assertThat(result).isEqualTo(new Found(new TaskView(task, null)));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_terminated_task_is_returned_with_the_current_state_of_its_stop() {
        Task task = site.has(aTerminatedTask());

        assertThat(stopOf(task)).isEqualTo(StopStatus.REQUESTED);
        site.clock.tick(Stop.ATTENTION_AFTER.plusNanos(1));
        assertThat(stopOf(task)).isEqualTo(StopStatus.NEEDS_ATTENTION);
        site.completeDeliveries(task);
        assertThat(stopOf(task)).isEqualTo(StopStatus.NEEDS_ATTENTION);
        site.reschedule(task);
        assertThat(stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
        assertThat(site.snapshotOf(task).task()).contains(task);
    }

    @Test
    void a_task_that_was_cancelled_while_waiting_has_nothing_to_stop() {
        Task waiting = site.has(aWaitingTask());
        Task task = cancelled(waiting.cancel(USER, null, site.clock.instant()));
        TaskScope scope = new TaskScope(SiteFixture.PROVIDER, SITE);
        site.writes.update(scope, new TaskChange(waiting, task, ChangeCause.of(USER)));

        assertThat(stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_task_of_another_site_is_not_found() {
        Task second = site.has(aRunningTask().at(SECOND_SITE));
        Task foreign = site.has(aRunningTask().at(FOREIGN_SITE));

        for (TaskId id : List.of(second.id(), foreign.id(), NO_TASK)) {
            assertThat(getTask.get(command(SITE, id))).isEqualTo(new NotFound());
        }
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.nicotask.application.RefusalAssertions#deniedSites")
    void a_denial_is_audited_and_returns_nothing(DenialReason reason, SiteId at) {
        Task task = site.has(aRunningTask().at(at));

        GetTask.Result result = getTask.get(command(at, task.id()));

        assertThat(result).isEqualTo(new Denied(reason));
        assertDenialAudited(site, Action.GET_TASK, at, task.id(), reason);
    }

    @Test
    void a_caller_without_the_role_does_not_learn_whether_a_site_exists() {
        GetTask.Result result =
                getTask.get(new GetTask.Command(new RequestContext(callerWith(VIEWER), ORG, ORIGIN), NO_SITE, NO_TASK));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    @Test
    void a_denial_for_an_unknown_site_is_not_audited() {
        GetTask.Result result = getTask.get(command(NO_SITE, NO_TASK));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    private StopStatus stopOf(Task task) {
        GetTask.Result result = getTask.get(command(SITE, task.id()));
        return ((Found) result).view().stop();
    }

    private static GetTask.Command command(SiteId at, TaskId task) {
        return new GetTask.Command(new RequestContext(CALLER, ORG, ORIGIN), at, task);
    }
}
