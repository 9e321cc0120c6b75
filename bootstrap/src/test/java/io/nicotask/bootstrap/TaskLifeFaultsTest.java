package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static io.nicotask.faults.Fault.CANCEL_DURING_BACKOFF;
import static io.nicotask.faults.Fault.EXPIRY_AND_CANCEL;
import static io.nicotask.faults.Fault.START_REPLY_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.Change.LeaseAcquired;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Result.Conflict;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Races and faults in the life of a task, on a real database and a real Temporal. */
final class TaskLifeFaultsTest {

    private static final int ROUNDS = 10;

    private static final ObservedHardware HARDWARE = new ObservedHardware(2, Duration.ofMillis(5));
    private static final AtomicBoolean LEASES_UNAVAILABLE = new AtomicBoolean();
    private static final AtomicInteger LEASES_REFUSED = new AtomicInteger();
    private static final AtomicInteger REPLIES_TO_LOSE = new AtomicInteger();
    private static LibraryHarness system;

    private final RackId rack = new RackId(UUID.randomUUID());

    @BeforeAll
    static void start() {
        system = new LibraryHarness(LibraryHarness.Change.NONE
                .withPorts(TaskLifeFaultsTest::withFailingLeases)
                .withEngine(TaskLifeFaultsTest::losingReplies));
        system.startWorker(HARDWARE);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @AfterEach
    void restore() {
        HARDWARE.setUnreachable(false);
    }

    @Test
    void of_concurrent_submits_on_one_rack_one_wins() throws Exception {
        List<SubmitTask.Result> results = Concurrently.all(IntStream.range(0, 8)
                .<Callable<SubmitTask.Result>>mapToObj(i -> () ->
                        system.submit(rack, POWER_ON, ComponentSelection.WHOLE_RACK, new ConflictStrategy.Reject()))
                .toList());

        assertThat(results).filteredOn(Submitted.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(result -> !(result instanceof Submitted))
                .hasSize(7)
                .allMatch(Conflict.class::isInstance);
    }

    @Test
    void concurrent_submits_that_queue_all_run_one_after_the_other() throws Exception {
        List<TaskId> tasks = Concurrently.all(IntStream.range(0, 6)
                .<Callable<TaskId>>mapToObj(i -> () -> system.submit(rack, POWER_ON))
                .toList());

        assertThat(system.submit(rack, POWER_ON, ComponentSelection.WHOLE_RACK, new ConflictStrategy.Queue(60)))
                .isInstanceOf(SubmitTask.Result.QueueFull.class);
        await().until(() -> tasks.stream().allMatch(task -> status(task) == SUCCEEDED));
        List<String> inOrderOfComing = system.rows()
                .texts("select id from task where rack_id = ?::uuid order by queue_position", rack.toString());
        List<String> inOrderOfGrants = system.rows()
                .texts(
                        "select task_id from rack_reservation where rack_id = ?::uuid order by fencing_token",
                        rack.toString());
        assertThat(inOrderOfGrants).hasSize(6).isEqualTo(inOrderOfComing);
    }

    @Test
    void a_cancel_during_the_backoff_of_a_stage_ends_the_task() {
        LEASES_REFUSED.set(0);
        LEASES_UNAVAILABLE.set(true);
        TaskId task = system.submit(rack, POWER_ON);
        try {
            await().until(() -> LEASES_REFUSED.get() >= 2);
            assertThat(system.cancel(task)).isInstanceOf(CancelTask.Result.Cancelled.class);
            FiredFaults.count(CANCEL_DURING_BACKOFF, Layer.PARTS, 1);
        } finally {
            LEASES_UNAVAILABLE.set(false);
        }

        TaskId next = system.submit(rack, POWER_ON);

        await().until(() -> status(next) == SUCCEEDED);
        assertThat(HARDWARE.callsOf(task)).isEmpty();
        assertThat(system.inspector().isRunning(task)).isFalse();
        assertThat(statuses(task)).containsExactly(PENDING, RUNNING, TERMINATED);
    }

    @Test
    void a_step_continues_after_its_hardware_was_unreachable() {
        TaskId task = system.submit(rack, POWER_ON);
        await().until(() -> !HARDWARE.callsOf(task).isEmpty());

        HARDWARE.setUnreachable(true);
        await().during(Duration.ofSeconds(2)).until(() -> status(task) == RUNNING);
        HARDWARE.setUnreachable(false);

        await().until(() -> status(task) == SUCCEEDED);
        assertThat(HARDWARE.callsOf(task).stream()
                        .map(call -> call.command().leaseNumber())
                        .distinct())
                .as("attempts: one for each stage")
                .hasSize(2);
    }

    @Test
    void a_start_whose_reply_is_lost_starts_one_workflow() {
        REPLIES_TO_LOSE.set(2);

        TaskId task = system.submit(rack, POWER_ON);

        await().until(() -> status(task) == SUCCEEDED);
        // A task that has ended before the second try is not started again.
        int lost = 2 - REPLIES_TO_LOSE.getAndSet(0);
        assertThat(lost).isPositive();
        FiredFaults.count(START_REPLY_LOST, Layer.PARTS, lost);
        assertThat(statuses(task)).containsExactly(PENDING, RUNNING, SUCCEEDED);
        assertThat(HARDWARE.callsOf(task).stream()
                        .map(call -> call.command().run())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void either_the_cancel_or_the_expiry_ends_a_waiting_task() throws Exception {
        List<Task> ends = new ArrayList<>();
        // No holder ends by itself.
        HARDWARE.setUnreachable(true);
        for (int round = 0; round < ROUNDS; round++) {
            RackId own = new RackId(UUID.randomUUID());
            TaskId holder = system.submit(own, POWER_ON);
            SubmitTask.Result result =
                    system.submit(own, POWER_ON, ComponentSelection.WHOLE_RACK, new ConflictStrategy.Queue(1));
            TaskId waiting = ((Submitted) result).view().task().id();
            Task queued = system.task(waiting);
            long overdue =
                    Duration.between(Instant.now(), queued.revision().created()).toMillis() + 1_000;
            Thread.sleep(Math.max(0, overdue) + round * 20L);
            boolean cancelled = system.cancel(waiting) instanceof CancelTask.Result.Cancelled;
            Task end = system.task(waiting);
            ends.add(end);
            assertThat(statuses(waiting).getFirst()).isEqualTo(WAITING);
            assertThat(end.status().isTerminal() || end.status() == PENDING).isTrue();
            assertThat(end.message().equals("Cancelled by user")).isEqualTo(cancelled);
            assertThat(statuses(waiting).stream().filter(TaskStatus::isTerminal))
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(system.cancel(holder)).isNotNull();
        }
        assertThat(ends).allMatch(end -> end.status() == TERMINATED);
        FiredFaults.count(EXPIRY_AND_CANCEL, Layer.PARTS, ROUNDS);
    }

    @Test
    void a_cancel_that_races_the_promotion_prevents_the_start_or_stops_the_started_task() throws Exception {
        // No holder ends by itself.
        HARDWARE.setUnreachable(true);
        for (int round = 0; round < ROUNDS; round++) {
            RackId own = new RackId(UUID.randomUUID());
            TaskId holder = system.submit(own, POWER_ON);
            TaskId waiting = system.submit(own, POWER_ON);

            List<CancelTask.Result> both =
                    Concurrently.all(List.of(() -> system.cancel(holder), () -> system.cancel(waiting)));

            assertThat(both).allMatch(CancelTask.Result.Cancelled.class::isInstance);
            assertThat(status(waiting)).isEqualTo(TERMINATED);
            boolean neverStarted = statuses(waiting).equals(List.of(WAITING, TERMINATED));
            if (neverStarted) {
                assertThat(system.rows().workFor(waiting)).isEmpty();
                assertThat(system.inspector().status(waiting)).isEmpty();
            } else {
                assertThat(statuses(waiting)).startsWith(WAITING, PENDING);
                await().until(system.rows()::haveNoOpenDelivery);
                assertThat(system.inspector().isRunning(waiting)).isFalse();
            }
        }
    }

    private static Ports withFailingLeases(Ports ports) {
        return PortOverride.with(ports, new InterceptedStorage(ports.storage()) {
            @Override
            protected <S, R> Decision<R> decide(TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
                Decision<R> decided = decision.apply(snapshot);
                if (LEASES_UNAVAILABLE.get() && decided.changes().stream().anyMatch(LeaseAcquired.class::isInstance)) {
                    LEASES_REFUSED.incrementAndGet();
                    throw new StoreUnavailable("The store is away", new IllegalStateException());
                }
                return decided;
            }
        });
    }

    /** Lets calls that start a workflow take effect and then fail. */
    private static WorkflowEngine losingReplies(WorkflowEngine engine) {
        return PortOverride.method(WorkflowEngine.class, engine, "start", (arguments, start) -> {
            Object answer = start.call();
            if (REPLIES_TO_LOSE.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new WorkflowEngineUnavailable("The reply was lost");
            }
            return answer;
        });
    }

    private static TaskStatus status(TaskId task) {
        return system.task(task).status();
    }

    private static List<TaskStatus> statuses(TaskId task) {
        return system.ports().tasks().history(system.scope(), task).stream()
                .map(HistoryEntry::to)
                .toList();
    }
}
