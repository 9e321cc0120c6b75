package io.nicotask.application.task;

import static io.nicotask.application.RefusalAssertions.assertDenialAudited;
import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.SiteFixture.VIEWER;
import static io.nicotask.application.SiteFixture.callerWith;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.SUBMITTED;
import static io.nicotask.domain.task.TaskFixtures.aFailedTask;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aSucceededTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.Slice;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.task.ListTasks.Command.Pagination;
import io.nicotask.application.task.ListTasks.Result.Denied;
import io.nicotask.application.task.ListTasks.Result.FoundPage;
import io.nicotask.application.task.ListTasks.Result.FoundSlice;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ListTasksTest {

    private static final Pagination FIRST_PAGE = new Pagination.OffsetRequest(1, 20, false);

    private final SiteFixture site = new SiteFixture();
    private final ListTasks listTasks = ListTasks.using(site.ports);

    @Test
    void a_page_has_the_requested_tasks() {
        Task older = site.has(aSucceededTask());
        Task newer = site.has(aRunningTask().submittedAt(SUBMITTED.plusSeconds(1)));
        site.has(aPendingTask().on(new RackId(new UUID(7, 8))));

        assertThat(list(new TaskList.Rack(RACK), FIRST_PAGE, Reports.INCLUDED))
                .isEqualTo(new FoundPage(new Page(List.of(newer, older), 2)));
        assertThat(list(new TaskList.Rack(RACK), new Pagination.OffsetRequest(2, 1, false), Reports.INCLUDED))
                .isEqualTo(new FoundPage(new Page(List.of(older), 2)));
        assertThat(list(new TaskList.Rack(RACK), new Pagination.OffsetRequest(1, 20, true), Reports.INCLUDED))
                .isEqualTo(new FoundPage(new Page(List.of(newer), 1)));
    }

    @Test
    void reports_are_included_only_on_request() {
        Task task = site.has(aRunningTask());

        assertThat(tasksOf(list(new TaskList.Site(), FIRST_PAGE, Reports.INCLUDED)))
                .containsExactly(task);
        assertThat(tasksOf(list(new TaskList.Site(), FIRST_PAGE, Reports.OMITTED)))
                .singleElement()
                .extracting(Task::report)
                .isNull();
    }

    @Test
    void the_last_slice_has_no_next_position() {
        List<Task> tasks = IntStream.range(0, 4)
                .mapToObj(second -> site.has(aPendingTask().submittedAt(SUBMITTED.minusSeconds(second))))
                .toList();

        Slice first = slice(null, 2, Filter.NONE);
        Slice second = slice(first.next(), 2, Filter.NONE);

        assertThat(first.tasks()).isEqualTo(tasks.subList(0, 2));
        assertThat(first.next())
                .isEqualTo(new Position(
                        tasks.get(1).revision().created(), tasks.get(1).id()));
        assertThat(second).isEqualTo(new Slice(tasks.subList(2, 4), null));
        assertThat(slice(null, 100, Filter.NONE)).isEqualTo(new Slice(tasks, null));
    }

    @Test
    void a_slice_has_the_tasks_that_match_the_filter() {
        Task failed = site.has(aFailedTask().withoutReport());
        site.has(aPendingTask());

        assertThat(slice(null, 20, new Filter(Set.of(TaskStatus.FAILED), null, null, null)))
                .isEqualTo(new Slice(List.of(failed), null));
    }

    @Test
    void tasks_of_other_sites_are_not_listed() {
        site.has(aRunningTask().at(SECOND_SITE));
        site.has(aRunningTask().at(FOREIGN_SITE));

        assertThat(list(new TaskList.Site(), FIRST_PAGE, Reports.INCLUDED))
                .isEqualTo(new FoundPage(new Page(List.of(), 0)));
        assertThat(slice(null, 20, Filter.NONE)).isEqualTo(new Slice(List.of(), null));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.nicotask.application.RefusalAssertions#deniedSites")
    void a_denial_is_audited_and_returns_nothing(DenialReason reason, SiteId at) {
        site.has(aRunningTask().at(at));

        ListTasks.Result result = listTasks.list(command(CALLER, at, FIRST_PAGE));

        assertThat(result).isEqualTo(new Denied(reason));
        assertDenialAudited(site, Action.LIST_TASKS, at, null, reason);
    }

    @Test
    void a_caller_without_the_role_does_not_learn_whether_a_site_exists() {
        ListTasks.Result result = listTasks.list(command(callerWith(VIEWER), NO_SITE, FIRST_PAGE));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    @Test
    void a_denial_for_an_unknown_site_is_not_audited() {
        ListTasks.Result result = listTasks.list(command(CALLER, NO_SITE, FIRST_PAGE));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    private ListTasks.Result list(TaskList list, Pagination pagination, Reports reports) {
        return listTasks.list(
                new ListTasks.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, list, pagination, reports));
    }

    private Slice slice(@Nullable Position after, int size, Filter filter) {
        return ((FoundSlice)
                        list(new TaskList.Site(), new Pagination.CursorRequest(after, size, filter), Reports.INCLUDED))
                .slice();
    }

    private static List<Task> tasksOf(ListTasks.Result result) {
        return ((FoundPage) result).page().tasks();
    }

    private static ListTasks.Command command(Caller caller, SiteId at, Pagination pagination) {
        return new ListTasks.Command(
                new RequestContext(caller, ORG, ORIGIN), at, new TaskList.Site(), pagination, Reports.OMITTED);
    }
}
