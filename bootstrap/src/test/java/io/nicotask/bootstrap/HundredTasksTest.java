package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.TestReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A hundred tasks on ten racks, submitted and cancelled concurrently; then each of them is checked. */
final class HundredTasksTest {

    private static final long SEED = 20261123;
    private static final int RACKS = 10;
    private static final int CLIENTS = 8;
    private static final int TASKS = 100;
    private static final List<Operation> OPERATIONS =
            List.of(Operation.POWER_ON, Operation.POWER_OFF, Operation.UPGRADE);

    private static final ObservedHardware HARDWARE = new ObservedHardware(2, Duration.ofMillis(5));
    private static final Set<TaskId> CANCELLED = ConcurrentHashMap.newKeySet();
    private static Map<TaskId, Task> tasks = Map.of();
    private static Map<TaskId, List<HistoryEntry>> histories = Map.of();
    private static Map<TaskId, Long> places = Map.of();
    private static Map<TaskId, Long> fencingTokens = Map.of();
    private static boolean everyStopIsConfirmed;
    private static List<TaskId> openWorkflows = List.of();

    @BeforeAll
    static void live() {
        try (LibraryHarness system = new LibraryHarness()) {
            system.startWorker(HARDWARE);
            Collection<TaskId> ids = submitAndCancel(system);
            await().until(() ->
                    ids.stream().allMatch(id -> system.task(id).status().isTerminal()));
            await().until(system.rows()::haveNoOpenDelivery);
            everyStopIsConfirmed = true;
            tasks = ids.stream().collect(Collectors.toMap(id -> id, system::task));
            histories = ids.stream()
                    .collect(Collectors.toMap(
                            id -> id, id -> system.ports().tasks().history(system.scope(), id)));
            places = numbers(system, "select id || ' ' || queue_position from task");
            fencingTokens = numbers(system, "select task_id || ' ' || fencing_token from rack_reservation");
            openWorkflows = ids.stream().filter(system.inspector()::isRunning).toList();
        }
    }

    @AfterAll
    static void addReport() {
        Map<TaskStatus, Long> ends =
                tasks.values().stream().collect(Collectors.groupingBy(Task::status, Collectors.counting()));
        TestReport.named("hundred-tasks")
                .add("Of " + tasks.size() + " tasks: " + ends + ", " + CANCELLED.size() + " cancelled, "
                        + neverBegun().size() + " of them while they waited");
    }

    @Test
    void each_task_ends_in_one_terminal_state_by_legal_transitions() {
        assertThat(tasks).hasSize(TASKS);
        assertThat(histories.values()).allSatisfy(history -> {
            assertThat(history.stream().filter(entry -> entry.to().isTerminal()))
                    .hasSize(1);
            assertThat(history.getLast().to().isTerminal()).isTrue();
            for (int i = 1; i < history.size(); i++) {
                assertThat(history.get(i).from()).isEqualTo(history.get(i - 1).to());
                assertThat(history.get(i - 1).to().successors())
                        .contains(history.get(i).to());
            }
        });
    }

    @Test
    void cancelled_tasks_are_terminated_and_all_others_have_succeeded() {
        assertThat(tasks)
                .allSatisfy((id, task) -> assertThat(task.status())
                        .isEqualTo(CANCELLED.contains(id) ? TaskStatus.TERMINATED : TaskStatus.SUCCEEDED));
        assertThat(CANCELLED).hasSizeBetween(10, 60);
    }

    @Test
    void conflicting_tasks_never_act_at_the_same_time() {
        Map<TaskId, TaskSpec> requests = tasks.values().stream().collect(Collectors.toMap(Task::id, Task::spec));

        assertThat(HardwareOverlaps.among(HARDWARE.calls(call -> true), requests))
                .isEmpty();
    }

    @Test
    void conflicting_tasks_get_their_rack_in_the_order_of_submission() {
        List<Task> granted = tasks.values().stream()
                .filter(task -> fencingTokens.containsKey(task.id()))
                .toList();
        assertThat(granted).hasSizeGreaterThan(RACKS);
        for (Task one : granted) {
            for (Task other : granted) {
                if (conflict(one, other) && places.get(one.id()) < places.get(other.id())) {
                    assertThat(fencingTokens.get(one.id())).isLessThan(fencingTokens.get(other.id()));
                }
            }
        }
    }

    @Test
    void a_task_that_was_cancelled_while_waiting_sends_no_command_to_its_rack() {
        Set<TaskId> neverBegun = neverBegun();

        assertThat(neverBegun).isNotEmpty();
        assertThat(neverBegun).allSatisfy(id -> {
            assertThat(HARDWARE.callsOf(id)).isEmpty();
            assertThat(fencingTokens).doesNotContainKey(id);
        });
    }

    @Test
    void only_one_run_of_each_task_acts() {
        assertThat(tasks.keySet())
                .allSatisfy(id -> assertThat(HARDWARE.callsOf(id).stream()
                                .map(call -> call.command().run())
                                .distinct())
                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void a_firmware_step_that_has_begun_is_finished() {
        List<TaskId> cutShort = tasks.values().stream()
                .filter(task -> task.spec().operation() == Operation.UPGRADE)
                .map(Task::id)
                .filter(id -> !HARDWARE.hasFinishedBegunWork(id))
                .toList();

        assertThat(cutShort).isEmpty();
    }

    @Test
    void no_workflow_is_left_behind() {
        assertThat(everyStopIsConfirmed).isTrue();
        assertThat(openWorkflows).isEmpty();
    }

    private static Collection<TaskId> submitAndCancel(LibraryHarness system) {
        Collection<TaskId> ids = ConcurrentHashMap.newKeySet();
        List<RackId> racks = IntStream.range(0, RACKS)
                .mapToObj(i -> new RackId(UUID.randomUUID()))
                .toList();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(SEED + client);
                int share = TASKS / CLIENTS + (client < TASKS % CLIENTS ? 1 : 0);
                clients.execute(() -> {
                    for (int i = 0; i < share; i++) {
                        TaskId id = submit(system, racks.get(random.nextInt(RACKS)), random);
                        ids.add(id);
                        if (random.nextBoolean()) {
                            pause(random.nextInt(3_000));
                            cancel(system, id);
                        }
                    }
                });
            }
        }
        return ids;
    }

    /** Repeats the submit while the rack's queue is full. */
    private static TaskId submit(LibraryHarness system, RackId rack, Random random) {
        Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        ComponentSelection components = random.nextInt(3) == 0 ? someOf(rack, random) : ComponentSelection.WHOLE_RACK;
        while (true) {
            SubmitTask.Result result = system.submit(rack, operation, components, new ConflictStrategy.Queue(3_600));
            if (result instanceof SubmitTask.Result.Submitted submitted) {
                return submitted.view().task().id();
            }
            assertThat(result).isInstanceOf(SubmitTask.Result.QueueFull.class);
            pause(100);
        }
    }

    private static ComponentSelection someOf(RackId rack, Random random) {
        ComponentType type = random.nextBoolean() ? ComponentType.COMPUTE : ComponentType.POWER_SHELF;
        var all = new ArrayList<>(HARDWARE.components(rack, type));
        Collections.shuffle(all, random);
        return new ComponentSelection(Map.of(type, Set.of(all.getFirst())));
    }

    private static void cancel(LibraryHarness system, TaskId id) {
        if (system.cancel(id) instanceof CancelTask.Result.Cancelled) {
            CANCELLED.add(id);
        }
    }

    private static boolean conflict(Task one, Task other) {
        return one.spec().rack().equals(other.spec().rack())
                && RackConflicts.SHARED_COMPONENTS.conflict(one.spec(), other.spec());
    }

    private static Set<TaskId> neverBegun() {
        Set<TaskId> ids = new HashSet<>(CANCELLED);
        ids.removeIf(id -> histories.get(id).stream().anyMatch(entry -> entry.to() == TaskStatus.PENDING));
        return ids;
    }

    private static Map<TaskId, Long> numbers(LibraryHarness system, String sql) {
        return system.rows().texts(sql).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(
                        fields -> new TaskId(UUID.fromString(fields[0])), fields -> Long.parseLong(fields[1])));
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
