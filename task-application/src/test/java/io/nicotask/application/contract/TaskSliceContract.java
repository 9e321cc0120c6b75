package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CREATED;
import static io.nicotask.application.contract.StoredTaskFixture.aFailedTask;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.TaskQueries.Slice;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of the contract of {@link TaskQueries} that is about slices. */
abstract class TaskSliceContract extends TaskReadingContract {

    private static final int MANY = 100;
    private static final ComponentId TRAY = new ComponentId(new UUID(9, 1));

    TaskSliceContract(StoreUnderTest store, Class<? extends TaskQueries> implementation) {
        super(store, implementation);
    }

    @Test
    void slices_have_each_task_once_newest_first() {
        List<Task> tasks = IntStream.rangeClosed(1, 7)
                .mapToObj(number -> stored(aPendingTask().number(10 - number).createdAt(second(-number / 3))))
                .toList();

        assertThat(listSlices(Filter.NONE, 2, position -> {})).isEqualTo(tasks);
    }

    @Test
    void slices_stay_consistent_while_tasks_are_added_and_changed() {
        List<Task> tasks = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> stored(aPendingTask().number(2 * (10 - number))))
                .toList();

        List<Task> listed = listSlices(Filter.NONE, 2, position -> {
            int last = (int) position.id().value().getLeastSignificantBits();
            stored(aPendingTask().number(1000 + last).createdAt(second(1)));
            stored(aPendingTask().number(last + 1));
            cancel(tasks.get(5 - (last - 8) / 2));
        });

        assertThat(listed)
                .extracting(Task::id)
                .isEqualTo(tasks.stream().map(Task::id).toList());
    }

    @Test
    void slices_of_a_list_have_its_tasks() {
        ComponentSelection named = new ComponentSelection(Map.of(COMPUTE, Set.of(TRAY)));
        Task one = stored(aPendingTask().number(1).on(OTHER_RACK).of(named));
        Task two = stored(aRunningTask().number(2));
        Task three = stored(aPendingTask().number(3).of(named));

        assertThat(listAllSlices(new TaskList.Site(), Filter.NONE)).containsExactly(three, two, one);
        assertThat(listAllSlices(new TaskList.Rack(RACK), Filter.NONE)).containsExactly(three, two);
        assertThat(listAllSlices(new TaskList.Tray(TRAY), Filter.NONE)).containsExactly(three, one);
        assertThat(queries.slice(SCOPE, new TaskList.Tray(TRAY), Filter.NONE, positionOf(three), 1, withoutReports()))
                .isEqualTo(new Slice(List.of(one), null));
    }

    @ParameterizedTest
    @EnumSource
    void slices_by_status_have_the_tasks_in_that_state(TaskStatus status) {
        Map<TaskStatus, Task> tasks = inEveryState();

        for (TaskList list : List.of(new TaskList.Site(), new TaskList.Rack(RACK))) {
            assertThat(listAllSlices(list, filter(Set.of(status), null))).containsExactly(tasks.get(status));
            assertThat(listAllSlices(list, filter(EnumSet.complementOf(EnumSet.of(status)), null)))
                    .hasSize(5)
                    .doesNotContain(tasks.get(status));
        }
    }

    @Test
    void slices_by_several_states_keep_the_order() {
        Map<TaskStatus, Task> tasks = inEveryState();
        Filter filter = filter(Set.of(TaskStatus.RUNNING, TaskStatus.FAILED, TaskStatus.TERMINATED), null);

        assertThat(listSlices(filter, 2, position -> {}))
                .containsExactly(
                        tasks.get(TaskStatus.RUNNING), tasks.get(TaskStatus.FAILED), tasks.get(TaskStatus.TERMINATED));
    }

    @Test
    void slices_by_type_have_the_tasks_of_that_type() {
        Task open = stored(aPendingTask().number(1).doing(Operation.COLD_RESET));
        Task failed = stored(aFailedTask().number(2).doing(Operation.POWER_ON));
        stored(aPendingTask().number(3).doing(Operation.UPGRADE));
        stored(aFailedTask().number(4).doing(Operation.INGEST));

        for (TaskList list : List.of(new TaskList.Site(), new TaskList.Rack(RACK))) {
            assertThat(listAllSlices(list, filter(Set.of(), Operation.Type.POWER_CONTROL)))
                    .containsExactly(failed, open);
            assertThat(listAllSlices(list, filter(Set.of(TaskStatus.FAILED), Operation.Type.POWER_CONTROL)))
                    .containsExactly(failed);
        }
    }

    @Test
    void slices_by_time_include_the_first_instant_and_exclude_the_last() {
        List<Task> tasks = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> stored(aPendingTask().number(number).createdAt(second(number))))
                .toList();

        assertThat(listAllSlices(new TaskList.Site(), between(second(2), second(4))))
                .containsExactly(tasks.get(2), tasks.get(1));
        assertThat(listAllSlices(new TaskList.Site(), between(second(3), null)))
                .containsExactly(tasks.get(3), tasks.get(2));
        assertThat(listAllSlices(new TaskList.Rack(RACK), between(null, second(2))))
                .containsExactly(tasks.get(0));
    }

    @Test
    void slices_of_another_scope_are_empty() {
        stored(aPendingTask());

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, MISMATCHED_SCOPE, FOREIGN_SCOPE)) {
            for (Filter filter : List.of(Filter.NONE, filter(Set.of(TaskStatus.PENDING), null))) {
                for (TaskList list : List.of(new TaskList.Site(), new TaskList.Rack(RACK))) {
                    assertThat(queries.slice(scope, list, filter, null, MANY, withoutReports()))
                            .isEqualTo(new Slice(List.of(), null));
                }
            }
        }
    }

    @Test
    void slices_include_reports_on_request() {
        Task task = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));

        assertThat(queries.slice(SCOPE, new TaskList.Site(), Filter.NONE, null, MANY, TaskQueries.Reports.INCLUDED)
                        .tasks())
                .containsExactly(task);
        assertThat(listAllSlices(new TaskList.Site(), Filter.NONE)).containsExactly(withoutReport(task));
    }

    static Task withoutReport(Task task) {
        return Task.rehydrated(task.id(), task.spec(), task.state(), task.message(), null, task.revision());
    }

    private List<Task> listAllSlices(TaskList list, Filter filter) {
        return listSlices(list, filter, MANY, position -> {});
    }

    private List<Task> listSlices(Filter filter, int limit, Consumer<Position> between) {
        return listSlices(new TaskList.Site(), filter, limit, between);
    }

    private List<Task> listSlices(TaskList list, Filter filter, int limit, Consumer<Position> between) {
        Slice slice = queries.slice(SCOPE, list, filter, null, limit, withoutReports());
        List<Task> tasks = new ArrayList<>(slice.tasks());
        while (slice.next() != null) {
            between.accept(slice.next());
            slice = queries.slice(SCOPE, list, filter, slice.next(), limit, withoutReports());
            assertThat(slice.tasks()).hasSizeLessThanOrEqualTo(limit);
            tasks.addAll(slice.tasks());
        }
        return tasks;
    }

    /** Stores one task in each state, the newest first. */
    final Map<TaskStatus, Task> inEveryState() {
        Map<TaskStatus, Task> tasks = new EnumMap<>(TaskStatus.class);
        for (TaskStatus status : TaskStatus.values()) {
            int number = tasks.size() + 1;
            tasks.put(status, stored(aTask(status).number(number).createdAt(second(-number))));
        }
        return tasks;
    }

    private static Filter filter(Set<TaskStatus> statuses, Operation.@Nullable Type type) {
        return new Filter(statuses, type, null, null);
    }

    private static Filter between(@Nullable Instant from, @Nullable Instant before) {
        return new Filter(Set.of(), null, from, before);
    }

    private static Position positionOf(Task task) {
        return new Position(task.revision().created(), task.id());
    }

    private static Instant second(int second) {
        return CREATED.plusSeconds(second);
    }

    private static TaskQueries.Reports withoutReports() {
        return TaskQueries.Reports.OMITTED;
    }
}
