package io.nicotask.application.list;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.FOREIGN_SITE;
import static io.nicotask.application.TestSite.NO_SITE;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SECOND_SITE;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.SITE_WITHOUT_FLOW;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.application.TestSite.VIEWER;
import static io.nicotask.application.TestSite.callerWith;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.SUBMITTED;
import static io.nicotask.domain.task.TaskFixtures.aFailedTask;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aSucceededTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.list.ListTasksCommand.Wanted;
import io.nicotask.application.list.ListTasksResult.Denied;
import io.nicotask.application.list.ListTasksResult.Listed;
import io.nicotask.application.list.ListTasksResult.Walked;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.TaskListing.Filter;
import io.nicotask.application.port.TaskListing.Page;
import io.nicotask.application.port.TaskListing.Part;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.application.port.TaskListing.Reports;
import io.nicotask.application.port.TaskListing.Stretch;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListTasksTest {

    private static final Wanted FIRST_PAGE = new Wanted.Page(1, 20, false);

    private final TestSite site = new TestSite();
    private final ListTasks listTasks = ListTasks.using(site.ports, site.store.listing(), VALIDATOR);

    @Test
    void a_page_is_shown_as_it_was_asked_for() {
        Task older = site.has(aSucceededTask());
        Task newer = site.has(aRunningTask().submittedAt(SUBMITTED.plusSeconds(1)));
        site.has(aPendingTask().on(new RackId(new UUID(7, 8))));

        assertThat(list(new Part.Rack(RACK), FIRST_PAGE, Reports.INCLUDED))
                .isEqualTo(new Listed(new Page(List.of(newer, older), 2)));
        assertThat(list(new Part.Rack(RACK), new Wanted.Page(2, 1, false), Reports.INCLUDED))
                .isEqualTo(new Listed(new Page(List.of(older), 2)));
        assertThat(list(new Part.Rack(RACK), new Wanted.Page(1, 20, true), Reports.INCLUDED))
                .isEqualTo(new Listed(new Page(List.of(newer), 1)));
    }

    @Test
    void a_report_is_left_out_unless_it_is_asked_for() {
        Task task = site.has(aRunningTask());

        assertThat(tasksOf(list(new Part.Site(), FIRST_PAGE, Reports.INCLUDED))).containsExactly(task);
        assertThat(tasksOf(list(new Part.Site(), FIRST_PAGE, Reports.LEFT_OUT)))
                .singleElement()
                .extracting(Task::report)
                .isNull();
    }

    @Test
    void a_walk_has_no_next_position_at_the_end() {
        List<Task> tasks = IntStream.range(0, 4)
                .mapToObj(second -> site.has(aPendingTask().submittedAt(SUBMITTED.minusSeconds(second))))
                .toList();

        Stretch first = walk(null, 2, Filter.NONE);
        Stretch second = walk(first.next(), 2, Filter.NONE);

        assertThat(first.tasks()).isEqualTo(tasks.subList(0, 2));
        assertThat(first.next())
                .isEqualTo(new Position(
                        tasks.get(1).revision().created(), tasks.get(1).id()));
        assertThat(second).isEqualTo(new Stretch(tasks.subList(2, 4), null));
        assertThat(walk(null, 100, Filter.NONE)).isEqualTo(new Stretch(tasks, null));
    }

    @Test
    void a_walk_meets_what_its_filter_lets_through() {
        Task failed = site.has(aFailedTask().withoutReport());
        site.has(aPendingTask());

        assertThat(walk(null, 20, new Filter(Set.of(TaskStatus.FAILED), null, null, null)))
                .isEqualTo(new Stretch(List.of(failed), null));
    }

    @Test
    void tasks_of_other_sites_are_not_shown() {
        site.has(aRunningTask().at(SECOND_SITE));
        site.has(aRunningTask().at(FOREIGN_SITE));

        assertThat(list(new Part.Site(), FIRST_PAGE, Reports.INCLUDED)).isEqualTo(new Listed(new Page(List.of(), 0)));
        assertThat(walk(null, 20, Filter.NONE)).isEqualTo(new Stretch(List.of(), null));
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
        site.has(aRunningTask().at(at));

        ListTasksResult result = listTasks.list(command(CALLER, at, FIRST_PAGE));

        Wish wish = new Wish(CALLER.subject(), ORG, Action.LIST_TASKS, at, null, ORIGIN);
        assertThat(result).isEqualTo(new Denied(reason));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), wish, new Outcome.Denied(reason), null));
    }

    @Test
    void a_caller_without_the_role_learns_not_even_whether_there_is_such_a_site() {
        ListTasksResult result = listTasks.list(command(callerWith(VIEWER), NO_SITE, FIRST_PAGE));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    @Test
    void a_site_that_is_not_there_is_no_denial_worth_an_audit() {
        ListTasksResult result = listTasks.list(command(CALLER, NO_SITE, FIRST_PAGE));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void a_command_must_be_complete() {
        assertViolations(
                new ListTasksCommand(null, null, null, null, null, null, null),
                "caller",
                "org",
                "site",
                "part",
                "wanted",
                "reports",
                "origin");
        assertViolations(command(CALLER, SITE, new Wanted.Stretch(null, 20, null)), "wanted.filter");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 101, Integer.MAX_VALUE})
    void a_page_has_a_number_and_a_page_or_stretch_a_size_from_1_to_100(int size) {
        assertViolations(command(CALLER, SITE, new Wanted.Page(0, size, false)), "wanted.number", "wanted.size");
        assertViolations(command(CALLER, SITE, new Wanted.Stretch(null, size, Filter.NONE)), "wanted.size");
    }

    private void assertViolations(ListTasksCommand command, String... paths) {
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> assertThat(listTasks.list(command)).isNull())
                .satisfies(refused -> assertThat(refused.getConstraintViolations())
                        .extracting(violation -> violation.getPropertyPath().toString())
                        .containsExactlyInAnyOrder(paths));
    }

    private ListTasksResult list(Part part, Wanted wanted, Reports reports) {
        return listTasks.list(new ListTasksCommand(CALLER, ORG, SITE, part, wanted, reports, ORIGIN));
    }

    private Stretch walk(@Nullable Position after, int size, Filter filter) {
        return ((Walked) list(new Part.Site(), new Wanted.Stretch(after, size, filter), Reports.INCLUDED)).stretch();
    }

    private static List<Task> tasksOf(ListTasksResult result) {
        return ((Listed) result).page().tasks();
    }

    private static ListTasksCommand command(Caller caller, SiteId at, Wanted wanted) {
        return new ListTasksCommand(caller, ORG, at, new Part.Site(), wanted, Reports.LEFT_OUT, ORIGIN);
    }
}
