package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CREATED;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aSucceededTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link TaskQueries}: its pages; slices are in {@link TaskSliceContract}, single tasks in
 * {@link TaskReadingContract}.
 */
public abstract class TaskQueriesContract extends TaskSliceContract {

    private static final int MANY = 100;
    private static final ComponentId TRAY = new ComponentId(new UUID(9, 1));
    private static final ComponentId OTHER_TRAY = new ComponentId(new UUID(9, 2));

    protected TaskQueriesContract(StoreUnderTest store, Class<? extends TaskQueries> implementation) {
        super(store, implementation);
    }

    @Test
    void a_site_without_tasks_has_an_empty_page() {
        assertThat(page(new TaskList.Site(), 1, MANY)).isEqualTo(new Page(List.of(), 0));
    }

    @Test
    void the_newest_tasks_come_first_then_the_greatest_id_by_its_digits() {
        Task oldest = stored(aPendingTask().number(9));
        Task low = stored(aRunningTask().withId(new UUID(1, 1)).createdAt(CREATED.plusNanos(1000)));
        Task high = stored(aPendingTask().withId(new UUID(-1, -1)).createdAt(CREATED.plusNanos(1000)));

        assertThat(page(new TaskList.Site(), 1, MANY)).isEqualTo(new Page(List.of(high, low, oldest), 3));
    }

    @Test
    void consecutive_pages_have_the_same_total() {
        List<Task> tasks = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> stored(aPendingTask().number(6 - number)))
                .toList();

        assertThat(page(new TaskList.Site(), 1, 2)).isEqualTo(new Page(tasks.subList(0, 2), 5));
        assertThat(page(new TaskList.Site(), 2, 2)).isEqualTo(new Page(tasks.subList(2, 4), 5));
        assertThat(page(new TaskList.Site(), 3, 2)).isEqualTo(new Page(tasks.subList(4, 5), 5));
    }

    @Test
    void a_page_after_the_last_is_empty_and_has_the_total() {
        stored(aPendingTask());

        assertThat(page(new TaskList.Site(), 2, 1)).isEqualTo(new Page(List.of(), 1));
        assertThat(page(new TaskList.Site(), Integer.MAX_VALUE, MANY)).isEqualTo(new Page(List.of(), 1));
    }

    @Test
    void pages_of_open_tasks_and_their_total_leave_out_ended_tasks() {
        List<Task> open = inEveryState().values().stream()
                .filter(task -> !task.status().isTerminal())
                .toList();

        assertThat(openPage(new TaskList.Site(), 1, MANY)).isEqualTo(new Page(open, 3));
        assertThat(openPage(new TaskList.Site(), 2, 2)).isEqualTo(new Page(open.subList(2, 3), 3));
        assertThat(openPage(new TaskList.Rack(RACK), 1, MANY)).isEqualTo(new Page(open, 3));
        assertThat(page(new TaskList.Site(), 1, 2).total()).isEqualTo(6);
    }

    @Test
    void the_pages_of_a_rack_have_its_tasks_only() {
        Task one = stored(aSucceededTask().number(1));
        Task two = stored(aPendingTask().number(2));
        stored(aWaitingTask().number(3).on(OTHER_RACK));

        assertThat(page(new TaskList.Rack(RACK), 1, MANY)).isEqualTo(new Page(List.of(two, one), 2));
        assertThat(page(new TaskList.Rack(RACK), 2, 1)).isEqualTo(new Page(List.of(one), 2));
        assertThat(openPage(new TaskList.Rack(RACK), 1, MANY)).isEqualTo(new Page(List.of(two), 1));
    }

    @Test
    void the_pages_of_a_tray_have_the_tasks_that_name_it() {
        Task under = stored(aSucceededTask().number(1).of(components(Set.of(TRAY), Set.of(OTHER_TRAY))));
        Task twice = stored(aRunningTask().number(2).on(OTHER_RACK).of(components(Set.of(TRAY), Set.of(TRAY))));
        stored(aPendingTask().number(3).of(components(Set.of(OTHER_TRAY), Set.of(OTHER_TRAY))));
        stored(aPendingTask().number(4));

        assertThat(page(new TaskList.Tray(TRAY), 1, MANY)).isEqualTo(new Page(List.of(twice, under), 2));
        assertThat(page(new TaskList.Tray(TRAY), 2, 1)).isEqualTo(new Page(List.of(under), 2));
        assertThat(openPage(new TaskList.Tray(TRAY), 1, MANY)).isEqualTo(new Page(List.of(twice), 1));
        assertThat(page(new TaskList.Tray(new ComponentId(RACK.value())), 1, MANY)
                        .total())
                .isZero();
    }

    @Test
    void tasks_of_other_scopes_are_not_on_the_pages() {
        Task there = aPendingTask()
                .at(OTHER_SITE)
                .of(components(Set.of(TRAY), Set.of(TRAY)))
                .insertInto(store, OTHER_SITE_SCOPE);
        stored(aPendingTask().number(2));

        for (TaskList list : List.of(new TaskList.Site(), new TaskList.Rack(RACK), new TaskList.Tray(TRAY))) {
            assertThat(page(OTHER_SITE_SCOPE, list)).isEqualTo(new Page(List.of(there), 1));
            assertThat(page(MISMATCHED_SCOPE, list)).isEqualTo(new Page(List.of(), 0));
            assertThat(page(FOREIGN_SCOPE, list)).isEqualTo(new Page(List.of(), 0));
        }
        assertThat(page(SCOPE, new TaskList.Tray(TRAY)).total()).isZero();
    }

    @Test
    void pages_include_reports_on_request() {
        Task task = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));

        assertThat(queries.page(SCOPE, new TaskList.Site(), false, 1, MANY, TaskQueries.Reports.INCLUDED)
                        .tasks())
                .containsExactly(task);
        assertThat(page(new TaskList.Site(), 1, MANY).tasks()).containsExactly(withoutReport(task));
    }

    private Page page(TaskList list, int number, int size) {
        return queries.page(SCOPE, list, false, number, size, TaskQueries.Reports.OMITTED);
    }

    private Page openPage(TaskList list, int number, int size) {
        return queries.page(SCOPE, list, true, number, size, TaskQueries.Reports.OMITTED);
    }

    private Page page(TaskScope scope, TaskList list) {
        return queries.page(scope, list, false, 1, MANY, TaskQueries.Reports.OMITTED);
    }

    private static ComponentSelection components(Set<ComponentId> compute, Set<ComponentId> power) {
        return new ComponentSelection(Map.of(COMPUTE, compute, POWER_SHELF, power));
    }
}
