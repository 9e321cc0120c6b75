package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CREATED;
import static io.nicotask.application.contract.TaskFixture.aFailedTask;
import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aTask;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskListing;
import io.nicotask.application.port.TaskListing.Filter;
import io.nicotask.application.port.TaskListing.Part;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.application.port.TaskListing.Stretch;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
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

/** What every {@link TaskListing} shows whoever walks over all tasks. */
abstract class TaskWalkContract extends StoreContract {

    private static final int MANY = 100;
    private static final ComponentId TRAY = new ComponentId(new UUID(9, 1));

    final TaskListing listing;

    TaskWalkContract(StoreUnderTest store, Class<? extends TaskListing> implementation) {
        super(store);
        this.listing = implementation.cast(store.listing());
    }

    @Test
    void a_walk_meets_each_task_once_newest_first() {
        List<Task> tasks = IntStream.rangeClosed(1, 7)
                .mapToObj(number -> kept(aPendingTask().number(10 - number).createdAt(second(-number / 3))))
                .toList();

        assertThat(walked(Filter.NONE, 2, position -> {})).isEqualTo(tasks);
    }

    @Test
    void a_walk_goes_on_whatever_is_added_and_whatever_becomes_of_its_tasks() {
        List<Task> tasks = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> kept(aPendingTask().number(2 * (10 - number))))
                .toList();

        List<Task> walked = walked(Filter.NONE, 2, position -> {
            int last = (int) position.id().value().getLeastSignificantBits();
            kept(aPendingTask().number(1000 + last).createdAt(second(1)));
            kept(aPendingTask().number(last + 1));
            cancel(tasks.get(5 - (last - 8) / 2));
        });

        assertThat(walked)
                .extracting(Task::id)
                .isEqualTo(tasks.stream().map(Task::id).toList());
    }

    @Test
    void a_walk_of_a_part_meets_the_tasks_of_that_part() {
        Components named = new Components(Map.of(COMPUTE, Set.of(TRAY)));
        Task one = kept(aPendingTask().number(1).on(OTHER_RACK).of(named));
        Task two = kept(aRunningTask().number(2));
        Task three = kept(aPendingTask().number(3).of(named));

        assertThat(walk(new Part.Site(), Filter.NONE)).containsExactly(three, two, one);
        assertThat(walk(new Part.Rack(RACK), Filter.NONE)).containsExactly(three, two);
        assertThat(walk(new Part.Tray(TRAY), Filter.NONE)).containsExactly(three, one);
        assertThat(listing.walk(HERE, new Part.Tray(TRAY), Filter.NONE, positionOf(three), 1, leftOut()))
                .isEqualTo(new Stretch(List.of(one), null));
    }

    @ParameterizedTest
    @EnumSource
    void a_walk_by_status_meets_the_tasks_in_that_state(TaskStatus wanted) {
        Map<TaskStatus, Task> tasks = inEveryState();

        for (Part part : List.of(new Part.Site(), new Part.Rack(RACK))) {
            assertThat(walk(part, filter(Set.of(wanted), null))).containsExactly(tasks.get(wanted));
            assertThat(walk(part, filter(EnumSet.complementOf(EnumSet.of(wanted)), null)))
                    .hasSize(5)
                    .doesNotContain(tasks.get(wanted));
        }
    }

    @Test
    void a_walk_by_several_states_keeps_the_order_and_goes_on() {
        Map<TaskStatus, Task> tasks = inEveryState();
        Filter filter = filter(Set.of(TaskStatus.RUNNING, TaskStatus.FAILED, TaskStatus.TERMINATED), null);

        assertThat(walked(filter, 2, position -> {}))
                .containsExactly(
                        tasks.get(TaskStatus.RUNNING), tasks.get(TaskStatus.FAILED), tasks.get(TaskStatus.TERMINATED));
    }

    @Test
    void a_walk_by_type_meets_the_tasks_of_that_type() {
        Task open = kept(aPendingTask().number(1).doing(Operation.COLD_RESET));
        Task failed = kept(aFailedTask().number(2).doing(Operation.POWER_ON));
        kept(aPendingTask().number(3).doing(Operation.UPGRADE));
        kept(aFailedTask().number(4).doing(Operation.INGEST));

        for (Part part : List.of(new Part.Site(), new Part.Rack(RACK))) {
            assertThat(walk(part, filter(Set.of(), Operation.Type.POWER_CONTROL)))
                    .containsExactly(failed, open);
            assertThat(walk(part, filter(Set.of(TaskStatus.FAILED), Operation.Type.POWER_CONTROL)))
                    .containsExactly(failed);
        }
    }

    @Test
    void a_walk_by_time_begins_with_the_first_instant_and_ends_before_the_last() {
        List<Task> tasks = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> kept(aPendingTask().number(number).createdAt(second(number))))
                .toList();

        assertThat(walk(new Part.Site(), between(second(2), second(4)))).containsExactly(tasks.get(2), tasks.get(1));
        assertThat(walk(new Part.Site(), between(second(3), null))).containsExactly(tasks.get(3), tasks.get(2));
        assertThat(walk(new Part.Rack(RACK), between(null, second(2)))).containsExactly(tasks.get(0));
    }

    @Test
    void a_walk_of_another_scope_meets_nothing() {
        kept(aPendingTask());

        for (TaskScope scope : List.of(THERE, FORGED, ABROAD)) {
            for (Filter filter : List.of(Filter.NONE, filter(Set.of(TaskStatus.PENDING), null))) {
                for (Part part : List.of(new Part.Site(), new Part.Rack(RACK))) {
                    assertThat(listing.walk(scope, part, filter, null, MANY, leftOut()))
                            .isEqualTo(new Stretch(List.of(), null));
                }
            }
        }
    }

    @Test
    void reports_are_met_when_they_are_asked_for() {
        Task task = kept(aRunningTask().reporting(Reports.ofEveryKind()));

        assertThat(listing.walk(HERE, new Part.Site(), Filter.NONE, null, MANY, TaskListing.Reports.INCLUDED)
                        .tasks())
                .containsExactly(task);
        assertThat(walk(new Part.Site(), Filter.NONE)).containsExactly(withoutReport(task));
    }

    static Task withoutReport(Task task) {
        return Task.rehydrated(task.id(), task.request(), task.state(), task.message(), null, task.revision());
    }

    private List<Task> walk(Part part, Filter filter) {
        return walked(part, filter, MANY, position -> {});
    }

    private List<Task> walked(Filter filter, int limit, Consumer<Position> between) {
        return walked(new Part.Site(), filter, limit, between);
    }

    private List<Task> walked(Part part, Filter filter, int limit, Consumer<Position> between) {
        Stretch met = listing.walk(HERE, part, filter, null, limit, leftOut());
        List<Task> walked = new ArrayList<>(met.tasks());
        while (met.next() != null) {
            between.accept(met.next());
            met = listing.walk(HERE, part, filter, met.next(), limit, leftOut());
            assertThat(met.tasks()).hasSizeLessThanOrEqualTo(limit);
            walked.addAll(met.tasks());
        }
        return walked;
    }

    /** One task in each state, the newest first. */
    final Map<TaskStatus, Task> inEveryState() {
        Map<TaskStatus, Task> tasks = new EnumMap<>(TaskStatus.class);
        for (TaskStatus status : TaskStatus.values()) {
            int number = tasks.size() + 1;
            tasks.put(status, kept(aTask(status).number(number).createdAt(second(-number))));
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

    private static TaskListing.Reports leftOut() {
        return TaskListing.Reports.LEFT_OUT;
    }
}
