package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CAUSE;
import static io.nicotask.application.contract.TaskFixture.CREATED;
import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aSucceededTask;
import static io.nicotask.application.contract.TaskFixture.aWaitingTask;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskListing;
import io.nicotask.application.port.TaskListing.Page;
import io.nicotask.application.port.TaskListing.Part;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link TaskListing} shows on its pages; its walks are in the contract above this one. */
public abstract class TaskListingContract extends TaskWalkContract {

    private static final int MANY = 100;
    private static final ComponentId TRAY = new ComponentId(new UUID(9, 1));
    private static final ComponentId OTHER_TRAY = new ComponentId(new UUID(9, 2));

    protected TaskListingContract(StoreUnderTest store, Class<? extends TaskListing> implementation) {
        super(store, implementation);
    }

    @Test
    void a_site_without_tasks_has_an_empty_page() {
        assertThat(page(new Part.Site(), 1, MANY)).isEqualTo(new Page(List.of(), 0));
    }

    @Test
    void the_newest_come_first_then_the_greatest_id_by_its_digits() {
        Task oldest = kept(aPendingTask().number(9));
        Task low = kept(aRunningTask().withId(new UUID(1, 1)).createdAt(CREATED.plusNanos(1000)));
        Task high = kept(aPendingTask().withId(new UUID(-1, -1)).createdAt(CREATED.plusNanos(1000)));

        assertThat(page(new Part.Site(), 1, MANY)).isEqualTo(new Page(List.of(high, low, oldest), 3));
    }

    @Test
    void pages_follow_one_another_and_each_tells_the_total() {
        List<Task> tasks = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> kept(aPendingTask().number(6 - number)))
                .toList();

        assertThat(page(new Part.Site(), 1, 2)).isEqualTo(new Page(tasks.subList(0, 2), 5));
        assertThat(page(new Part.Site(), 2, 2)).isEqualTo(new Page(tasks.subList(2, 4), 5));
        assertThat(page(new Part.Site(), 3, 2)).isEqualTo(new Page(tasks.subList(4, 5), 5));
    }

    @Test
    void a_page_behind_the_end_is_empty_and_tells_the_total() {
        kept(aPendingTask());

        assertThat(page(new Part.Site(), 2, 1)).isEqualTo(new Page(List.of(), 1));
        assertThat(page(new Part.Site(), Integer.MAX_VALUE, MANY)).isEqualTo(new Page(List.of(), 1));
    }

    @Test
    void only_the_open_tasks_are_on_the_pages_of_the_open_ones_and_in_their_total() {
        List<Task> open = inEveryState().values().stream()
                .filter(task -> !task.status().isTerminal())
                .toList();

        assertThat(openPage(new Part.Site(), 1, MANY)).isEqualTo(new Page(open, 3));
        assertThat(openPage(new Part.Site(), 2, 2)).isEqualTo(new Page(open.subList(2, 3), 3));
        assertThat(openPage(new Part.Rack(RACK), 1, MANY)).isEqualTo(new Page(open, 3));
        assertThat(page(new Part.Site(), 1, 2).total()).isEqualTo(6);
    }

    @Test
    void the_pages_of_a_rack_hold_its_tasks_alone() {
        Task one = kept(aSucceededTask().number(1));
        Task two = kept(aPendingTask().number(2));
        kept(aWaitingTask().number(3).on(OTHER_RACK));

        assertThat(page(new Part.Rack(RACK), 1, MANY)).isEqualTo(new Page(List.of(two, one), 2));
        assertThat(page(new Part.Rack(RACK), 2, 1)).isEqualTo(new Page(List.of(one), 2));
        assertThat(openPage(new Part.Rack(RACK), 1, MANY)).isEqualTo(new Page(List.of(two), 1));
    }

    @Test
    void the_pages_of_a_tray_hold_the_tasks_that_name_it() {
        Task under = kept(aSucceededTask().number(1).of(components(Set.of(TRAY), Set.of(OTHER_TRAY))));
        Task twice = kept(aRunningTask().number(2).on(OTHER_RACK).of(components(Set.of(TRAY), Set.of(TRAY))));
        kept(aPendingTask().number(3).of(components(Set.of(OTHER_TRAY), Set.of(OTHER_TRAY))));
        kept(aPendingTask().number(4));

        assertThat(page(new Part.Tray(TRAY), 1, MANY)).isEqualTo(new Page(List.of(twice, under), 2));
        assertThat(page(new Part.Tray(TRAY), 2, 1)).isEqualTo(new Page(List.of(under), 2));
        assertThat(openPage(new Part.Tray(TRAY), 1, MANY)).isEqualTo(new Page(List.of(twice), 1));
        assertThat(page(new Part.Tray(new ComponentId(RACK.value())), 1, MANY).total())
                .isZero();
    }

    @Test
    void tasks_of_other_scopes_are_not_on_the_pages() {
        Task there = aPendingTask()
                .at(OTHER_SITE)
                .of(components(Set.of(TRAY), Set.of(TRAY)))
                .keptIn(store.tasks(), THERE);
        kept(aPendingTask().number(2));

        for (Part part : List.of(new Part.Site(), new Part.Rack(RACK), new Part.Tray(TRAY))) {
            assertThat(page(THERE, part)).isEqualTo(new Page(List.of(there), 1));
            assertThat(page(FORGED, part)).isEqualTo(new Page(List.of(), 0));
            assertThat(page(ABROAD, part)).isEqualTo(new Page(List.of(), 0));
        }
        assertThat(page(HERE, new Part.Tray(TRAY)).total()).isZero();
    }

    @Test
    void reports_are_on_the_page_when_they_are_asked_for() {
        Task task = kept(aRunningTask().reporting(Reports.ofEveryKind()));

        assertThat(listing.page(HERE, new Part.Site(), false, 1, MANY, TaskListing.Reports.INCLUDED)
                        .tasks())
                .containsExactly(task);
        assertThat(page(new Part.Site(), 1, MANY).tasks()).containsExactly(withoutReport(task));
    }

    @Test
    void what_was_written_earlier_in_the_transaction_is_listed() {
        Task task = aPendingTask().now();

        Page page = store.transactions().inTransaction(() -> {
            store.tasks().add(HERE, task, CAUSE);
            return openPage(new Part.Site(), 1, MANY);
        });

        assertThat(page).isEqualTo(new Page(List.of(task), 1));
    }

    @Test
    void what_is_not_committed_is_not_listed() {
        Page page = store.transactions().inTransaction(() -> {
            store.tasks().add(HERE, aPendingTask().now(), CAUSE);
            return Race.elsewhere(() -> page(new Part.Site(), 1, MANY));
        });

        assertThat(page).isEqualTo(new Page(List.of(), 0));
    }

    private Page page(Part part, int number, int size) {
        return listing.page(HERE, part, false, number, size, TaskListing.Reports.LEFT_OUT);
    }

    private Page openPage(Part part, int number, int size) {
        return listing.page(HERE, part, true, number, size, TaskListing.Reports.LEFT_OUT);
    }

    private Page page(TaskScope scope, Part part) {
        return listing.page(scope, part, false, 1, MANY, TaskListing.Reports.LEFT_OUT);
    }

    private static Components components(Set<ComponentId> compute, Set<ComponentId> power) {
        return new Components(Map.of(COMPUTE, compute, POWER_SHELF, power));
    }
}
