package io.nicotask.bootstrap;

import static io.nicotask.bootstrap.Safeguard.DRAIN;
import static io.nicotask.bootstrap.Safeguard.GATE_AND_TOMBSTONE;
import static io.nicotask.bootstrap.Safeguard.GUARD;
import static io.nicotask.bootstrap.Safeguard.OUTBOX;
import static io.nicotask.bootstrap.Safeguard.RECONCILERS;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static io.nicotask.domain.operation.Operation.UPGRADE;
import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTask.Result.Cancelled;
import io.nicotask.bootstrap.LibraryHarness.Change;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each safeguard of the design is necessary: its property holds on real services, and fails when the safeguard is left
 * out.
 */
@Tag("deep")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class DesignMutationTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** The time within which the unchanged system must do what the system without the safeguard never does. */
    private static final Duration BOUND = Duration.ofMinutes(5);

    private static final Duration BOUND_WITHOUT_SAFEGUARD = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofMillis(20);

    private final RackId rack = new RackId(UUID.randomUUID());

    @ParameterizedTest
    @EnumSource
    void a_property_holds_with_its_safeguard_and_fails_without_it(Safeguard safeguard) throws Exception {
        check(safeguard, Change.NONE, BOUND);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check(safeguard, safeguard.removal(), BOUND_WITHOUT_SAFEGUARD))
                .withMessageContaining(safeguard.property());
    }

    private void check(Safeguard safeguard, Change change, Duration bound) throws Exception {
        switch (safeguard) {
            case GUARD -> cancelManyTimesAtOnce(change);
            case GATE_AND_TOMBSTONE -> cancelDuringTheStart(change, bound);
            case DRAIN -> cancelDuringFirmwareStep(change);
            case OUTBOX -> cancelWithoutWorker(change, bound);
            case RECONCILERS -> terminateWithoutNotice(change, bound);
        }
    }

    private void cancelManyTimesAtOnce(Change change) {
        try (LibraryHarness system = new LibraryHarness(change)) {
            TaskId task = runningTask(system);

            List<CancelTask.Result> answers = Concurrently.times(Safeguard.CANCELS, () -> system.cancel(task));

            assertEndedOnce(system.rows(), task, answers);
        }
    }

    private static void assertEndedOnce(DatabaseRows rows, TaskId task, List<CancelTask.Result> answers) {
        List<JsonNode> history = rows.of("task_history", task);
        assertThat(history)
                .as("ends in the history")
                .filteredOn(edge -> edge.get("to_status").asText().equals("Terminated"))
                .hasSize(1);
        assertThat(history)
                .as("edges out of the end")
                .noneMatch(edge -> edge.get("from_status").asText().equals("Terminated"));
        assertThat(rows.of("task_stop", task)).as("requests to stop").hasSize(1);
        assertThat(rows.of("audit", task))
                .as(GUARD.property())
                .filteredOn(entry -> entry.get("action").asText().equals("CANCEL_TASK"))
                .hasSize(1);
        assertThat(answers)
                .as(GUARD.property())
                .filteredOn(Cancelled.class::isInstance)
                .hasSize(1);
        assertThat(rows.task(task).get("version"))
                .as(GUARD.property())
                .isEqualTo(history.getLast().get("version"));
    }

    private void cancelDuringTheStart(Change change, Duration bound) throws Exception {
        ObservedHardware hardware = new ObservedHardware(2, CALL);
        HeldStarts starts = new HeldStarts();
        try (LibraryHarness system = new LibraryHarness(change.withEngine(starts::of))) {
            system.startWorker(hardware);
            TaskId task = submit(system);
            await().atMost(TIMEOUT).until(starts::areUnderWay);

            cancel(system, task);
            await().atMost(TIMEOUT).until(() -> isConfirmed(system, task));
            starts.release();
            await().atMost(TIMEOUT).until(() -> !starts.areUnderWay());

            require(GATE_AND_TOMBSTONE, bound, () -> !system.inspector().isRunning(task));
            assertThat(hardware.callsOf(task)).as("commands to the hardware").isEmpty();
        }
    }

    private void cancelDuringFirmwareStep(Change change) {
        ObservedHardware hardware = new ObservedHardware(16, CALL);
        try (LibraryHarness system = new LibraryHarness(change)) {
            system.startWorker(hardware);
            ConflictingTasks tasks = ConflictingTasks.submit(system, hardware, UPGRADE);
            tasks.awaitFirstActs();

            tasks.cancelFirst();
            tasks.awaitNextActs();
            tasks.awaitSomeCallsOfNext();

            assertThat(hardware.hasFinishedBegunWork(tasks.first()))
                    .as(DRAIN.property())
                    .isTrue();
            assertThat(tasks.overlaps()).as(DRAIN.property()).isEmpty();
            assertThat(hardware.callsOf(tasks.first()))
                    .as("what the cancelled task did")
                    .allMatch(call -> call.command().stage() == 1);
        }
    }

    /** Only the relay can close the workflow of a worker that has gone. */
    private void cancelWithoutWorker(Change change, Duration bound) {
        try (LibraryHarness system = new LibraryHarness(change)) {
            TaskId task = runningTask(system);

            assertThat(system.cancelAndLeave(task)).isInstanceOf(Cancelled.class);

            require(OUTBOX, bound, () -> !system.inspector().isRunning(task));
            require(OUTBOX, bound, () -> isConfirmed(system, task));
        }
    }

    private void terminateWithoutNotice(Change change, Duration bound) {
        try (LibraryHarness system = new LibraryHarness(change)) {
            TaskId task = openTask(system);

            system.inspector().terminate(task);

            require(RECONCILERS, bound, () -> system.task(task).status() == FAILED);
        }
    }

    private static void require(Safeguard safeguard, Duration bound, Callable<Boolean> holds) {
        try {
            await().atMost(bound).until(holds);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(safeguard.property() + ": not within " + bound, late);
        }
    }

    private TaskId submit(LibraryHarness system) {
        return system.submit(rack, POWER_ON);
    }

    /** Submits a task without a worker, and waits until its workflow is open. */
    private TaskId openTask(LibraryHarness system) {
        TaskId task = submit(system);
        await().atMost(TIMEOUT).until(() -> system.inspector().isRunning(task));
        await().atMost(TIMEOUT).until(system.rows()::haveNoOpenDelivery);
        return task;
    }

    /** Starts such a task and lets it pass the start gate. */
    private TaskId runningTask(LibraryHarness system) {
        TaskId task = openTask(system);
        system.begin(task, new ObservedHardware(1, CALL));
        assertThat(system.task(task).status()).isEqualTo(RUNNING);
        return task;
    }

    private static void cancel(LibraryHarness system, TaskId task) {
        assertThat(system.cancel(task)).isInstanceOf(Cancelled.class);
    }

    private static boolean isConfirmed(LibraryHarness system, TaskId task) {
        return system.stopOf(task) == StopStatus.CONFIRMED;
    }

    /** Delays calls that start a workflow until they are released. */
    private static final class HeldStarts {

        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger underWay = new AtomicInteger();

        WorkflowEngine of(WorkflowEngine engine) {
            return PortOverride.method(WorkflowEngine.class, engine, "start", (arguments, start) -> {
                underWay.incrementAndGet();
                try {
                    release.await();
                    return start.call();
                } finally {
                    underWay.decrementAndGet();
                }
            });
        }

        boolean areUnderWay() {
            return underWay.get() > 0;
        }

        void release() {
            release.countDown();
        }
    }
}
