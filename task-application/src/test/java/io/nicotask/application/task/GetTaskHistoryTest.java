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
import static io.nicotask.domain.task.TaskFixtures.REASON;
import static io.nicotask.domain.task.TaskFixtures.USER;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.task.GetTaskHistory.Result.Denied;
import io.nicotask.application.task.GetTaskHistory.Result.Found;
import io.nicotask.application.task.GetTaskHistory.Result.NotFound;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GetTaskHistoryTest {

    private final SiteFixture site = new SiteFixture();
    private final GetTaskHistory getTaskHistory = GetTaskHistory.using(site.ports);

    @Test
    void the_history_has_actor_reason_and_request_id_of_each_change_oldest_first() {
        Task task = site.has(aRunningTask());
        CancelTask.Result cancelled = CancelTask.using(site.ports)
                .cancel(new CancelTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task.id(), REASON));
        assertThat(cancelled).isInstanceOf(CancelTask.Result.Cancelled.class);
        Snapshot before = site.snapshotOf(task);

        GetTaskHistory.Result result = getTaskHistory.get(command(SITE, task.id()));

        List<HistoryEntry> entries = ((Found) result).entries();
        assertThat(entries).isEqualTo(before.history());
        assertThat(entries)
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING, TaskStatus.TERMINATED);
        assertThat(entries.getLast().cause()).isEqualTo(new ChangeCause(USER, REASON, ORIGIN.requestId()));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_task_of_another_site_is_not_found() {
        Task second = site.has(aRunningTask().at(SECOND_SITE));
        Task foreign = site.has(aRunningTask().at(FOREIGN_SITE));

        for (TaskId id : List.of(second.id(), foreign.id(), NO_TASK)) {
            assertThat(getTaskHistory.get(command(SITE, id))).isEqualTo(new NotFound());
        }
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.nicotask.application.RefusalAssertions#deniedSites")
    void a_denial_is_audited_and_returns_nothing(DenialReason reason, SiteId at) {
        Task task = site.has(aRunningTask().at(at));

        GetTaskHistory.Result result = getTaskHistory.get(command(at, task.id()));

        assertThat(result).isEqualTo(new Denied(reason));
        assertDenialAudited(site, Action.GET_TASK_HISTORY, at, task.id(), reason);
    }

    @Test
    void a_caller_without_the_role_does_not_learn_whether_a_site_exists() {
        GetTaskHistory.Result result = getTaskHistory.get(
                new GetTaskHistory.Command(new RequestContext(callerWith(VIEWER), ORG, ORIGIN), NO_SITE, NO_TASK));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    private static GetTaskHistory.Command command(SiteId at, TaskId task) {
        return new GetTaskHistory.Command(new RequestContext(CALLER, ORG, ORIGIN), at, task);
    }
}
