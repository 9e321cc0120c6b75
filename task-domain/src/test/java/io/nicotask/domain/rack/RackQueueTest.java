package io.nicotask.domain.rack;

import static io.nicotask.domain.rack.RackQueue.RackConflicts.SHARED_COMPONENTS;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks are named by the trays that they touch: {@code waits(1, 2)}; by none for the whole rack. */
final class RackQueueTest {

    @Test
    void an_empty_rack_is_free_for_everything() {
        RackQueue queue = queue(List.of(), List.of());

        assertThat(queue.isFreeFor(waits().spec())).isTrue();
        assertThat(queue.promotable()).isEmpty();
    }

    @Test
    void a_rack_is_free_for_tasks_that_share_no_component_with_a_holder() {
        RackQueue queue = queue(List.of(works(1, 2)), List.of());

        assertThat(queue.isFreeFor(waits(3).spec())).isTrue();
        assertThat(queue.isFreeFor(waits(2, 3).spec())).isFalse();
        assertThat(queue.isFreeFor(waits().spec())).isFalse();
    }

    @Test
    void a_new_task_does_not_overtake_a_waiting_one_that_it_conflicts_with() {
        RackQueue queue = queue(List.of(works(1)), List.of(waits(1, 2)));

        assertThat(queue.isFreeFor(waits(2).spec())).isFalse();
        assertThat(queue.isFreeFor(waits(3).spec())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5, 6})
    void five_tasks_may_wait(int waiting) {
        List<Task> tasks = Stream.generate(() -> waits()).limit(waiting).toList();

        assertThat(queue(List.of(works()), tasks).isFull()).isEqualTo(waiting >= 5);
        assertThat(queue(tasks, List.of()).isFull()).isFalse();
    }

    @Test
    void the_first_to_wait_is_promoted_first() {
        Task first = waits();
        Task second = waits();

        assertThat(queue(List.of(), List.of(first, second)).promotable()).containsExactly(first);
        assertThat(queue(List.of(works()), List.of(first, second)).promotable()).isEmpty();
    }

    @Test
    void tasks_without_conflicts_are_promoted_together() {
        Task first = waits(1);
        Task second = waits(2);
        Task third = waits(3);

        assertThat(queue(List.of(works(2)), List.of(first, second, third)).promotable())
                .containsExactly(first, third);
    }

    @Test
    void a_task_that_conflicts_with_an_earlier_waiting_one_stays_behind_it() {
        Task blocked = waits(1, 2);
        Task behind = waits(2);
        Task beside = waits(3);

        assertThat(queue(List.of(works(1)), List.of(blocked, behind, beside)).promotable())
                .containsExactly(beside);
    }

    @Test
    void another_policy_can_define_conflicts() {
        Task first = waits(1);
        Task second = waits(1);
        RackQueue queue = new RackQueue(List.of(works()), List.of(first, second), (one, other) -> false);

        assertThat(queue.promotable()).containsExactly(first, second);
        assertThat(queue.isFreeFor(waits().spec())).isTrue();
    }

    @Test
    void a_queue_does_not_change_with_the_lists_it_was_built_from() {
        List<Task> holders = new ArrayList<>();
        List<Task> waiting = new ArrayList<>();
        RackQueue queue = queue(holders, waiting);

        holders.add(works());
        waiting.add(waits());

        assertThat(queue).isEqualTo(queue(List.of(), List.of()));
    }

    @Test
    void the_random_queues_cover_every_case() {
        List<RackQueue> queues = manyQueues();

        assertThat(queues).anyMatch(queue -> queue.promotable().size() > 1);
        assertThat(queues)
                .anyMatch(queue ->
                        !queue.waiting().isEmpty() && queue.promotable().isEmpty());
        assertThat(queues)
                .anyMatch(queue -> !queue.promotable().isEmpty()
                        && !queue.promotable().getFirst().equals(queue.waiting().getFirst()));
    }

    @Test
    void exactly_the_tasks_without_conflicts_are_promoted() {
        for (RackQueue queue : manyQueues()) {
            List<Task> next = queue.promotable();

            List<Task> expected = queue.waiting().stream()
                    .filter(task -> conflictsWithNone(task, queue.holders()))
                    .filter(task -> conflictsWithNone(task, earlier(queue, task)))
                    .toList();
            assertThat(next).as("%s", queue).isEqualTo(expected);
            assertThat(next).as("%s", queue).allMatch(task -> conflictsWithNone(task, without(next, task)));
        }
    }

    @Test
    void a_rack_is_free_for_a_task_exactly_if_the_queue_would_promote_it() {
        for (RackQueue queue : manyQueues()) {
            Task last = waits(1, 2);
            List<Task> line = new ArrayList<>(queue.waiting());
            line.add(last);

            List<Task> next = queue(queue.holders(), line).promotable();

            assertThat(next.contains(last)).as("%s", queue).isEqualTo(queue.isFreeFor(last.spec()));
        }
    }

    private static List<RackQueue> manyQueues() {
        Random random = new Random(14);
        return IntStream.range(0, 500)
                .mapToObj(i -> queue(
                        some(random, 2, () -> aRunningTask().touching(anything(random))),
                        some(random, 5, () -> aWaitingTask().touching(anything(random)))))
                .toList();
    }

    private static RackQueue queue(List<Task> holders, List<Task> waiting) {
        return new RackQueue(holders, waiting, SHARED_COMPONENTS);
    }

    private static Task works(Integer... trays) {
        return aRunningTask().touching(trays(trays)).build();
    }

    private static Task waits(Integer... trays) {
        return aWaitingTask().touching(trays(trays)).build();
    }

    private static ComponentSelection trays(Integer... trays) {
        return trays.length == 0
                ? ComponentSelection.WHOLE_RACK
                : new ComponentSelection(Map.of(
                        ComponentType.COMPUTE,
                        Arrays.stream(trays)
                                .map(tray -> new ComponentId(new UUID(0, tray)))
                                .collect(Collectors.toSet())));
    }

    private static ComponentSelection anything(Random random) {
        return trays(IntStream.rangeClosed(1, 4)
                .boxed()
                .filter(tray -> random.nextInt(3) == 0)
                .toArray(Integer[]::new));
    }

    private static List<Task> some(Random random, int most, Supplier<TaskFixtures> tasks) {
        return Stream.generate(() -> tasks.get().build())
                .limit(random.nextInt(most + 1))
                .toList();
    }

    private static List<Task> earlier(RackQueue queue, Task task) {
        return queue.waiting().subList(0, queue.waiting().indexOf(task));
    }

    private static List<Task> without(List<Task> tasks, Task task) {
        return tasks.stream().filter(other -> !other.equals(task)).toList();
    }

    private static boolean conflictsWithNone(Task task, List<Task> others) {
        return others.stream().noneMatch(other -> SHARED_COMPONENTS.conflict(task.spec(), other.spec()));
    }
}
