package io.nicotask.bootstrap.faults;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.task.CancelTask;
import io.nicotask.bootstrap.embedded.ChildJvm;
import io.nicotask.bootstrap.faults.HistoryChecker.Workflow;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wherever a process halts in a start or a cancel, the cancel holds from its commit on, and the next process confirms
 * the stop. All processes halt first; then one process continues what they left.
 */
@Tag("deep")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class CrashedProcessTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final int CONCURRENT_CRASHES = 3;
    private static final int NEVER_DONE = 1_000_000;

    private static final Map<CrashPoint, TaskId> TASKS = new EnumMap<>(CrashPoint.class);
    private static final Map<CrashPoint, Integer> EXIT_CODES = new EnumMap<>(CrashPoint.class);
    private static final Map<CrashPoint, String> LEFT_BY_CRASH = new EnumMap<>(CrashPoint.class);
    private static TestDeployment deployment;

    @BeforeAll
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    static void crash_at_every_point_and_continue() throws Exception {
        deployment = new TestDeployment(0, NEVER_DONE);
        try (ManualLibrary library = new ManualLibrary(
                deployment.database(),
                deployment.temporalTarget(),
                deployment.queue(),
                UnaryOperator.identity(),
                UnaryOperator.identity())) {
            library.configure();
            prepare(library);
            crashAll();
            repeatCancels(library);
        }
        try (ChildJvm next = CrashingProcess.continuing(deployment)) {
            while (!next.line().equals(CrashingProcess.READY)) {
                // Skips the log lines before it.
            }
            await().atMost(TIMEOUT).until(deployment.rows()::haveNoOpenDelivery);
        }
    }

    @AfterAll
    static void stop() {
        EXIT_CODES.keySet().forEach(point -> FiredFaults.count(point.matrixRow(), Layer.PROCESS, 1));
        deployment.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_cancel_is_kept_and_its_stop_is_confirmed(CrashPoint point) {
        TaskId task = TASKS.get(point);

        StoredTask stored = storedTask(task);

        assertThat(EXIT_CODES.get(point)).as("it has halted there").isEqualTo(CrashPoint.CRASHED);
        assertThat(LEFT_BY_CRASH.get(point)).isEqualTo(leftBy(point));
        assertThat(stored.status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(HistoryChecker.violations(stored, workflowOf(task), List.of()))
                .isEmpty();
        assertThat(workflowOf(task)).isEqualTo(Workflow.CLOSED);
    }

    /** The state of the task, whether its stop is confirmed, and the number of its cancels. */
    private static String leftBy(CrashPoint point) {
        if (!point.isDecided()) {
            return "open [] 0";
        }
        return point == CrashPoint.AFTER_CONFIRMING ? "TERMINATED [true] 1" : "TERMINATED [false] 1";
    }

    private static void prepare(ManualLibrary library) {
        for (CrashPoint point : CrashPoint.values()) {
            TASKS.put(point, library.submit());
        }
        TASKS.forEach((point, task) -> {
            if (point.needsWorkflow()) {
                await().atMost(TIMEOUT).until(() -> isRunning(library, task));
            }
        });
    }

    /** Delivers a start again that the engine has not answered in time. */
    private static boolean isRunning(ManualLibrary library, TaskId task) {
        library.deliver(task);
        return storedTask(task).status() == TaskStatus.RUNNING;
    }

    private static void crashAll() throws Exception {
        try (ExecutorService crashing = Executors.newFixedThreadPool(CONCURRENT_CRASHES)) {
            Map<CrashPoint, Future<Integer>> codes = new EnumMap<>(CrashPoint.class);
            TASKS.forEach((point, task) -> codes.put(point, crashing.submit(exitCode(point, task))));
            for (CrashPoint point : CrashPoint.values()) {
                EXIT_CODES.put(point, codes.get(point).get());
                LEFT_BY_CRASH.put(point, stateLeft(storedTask(TASKS.get(point))));
            }
        }
    }

    private static Callable<Integer> exitCode(CrashPoint point, TaskId task) {
        return () -> {
            try (ChildJvm child = CrashingProcess.crashingAt(point, task, deployment)) {
                return child.exitCode();
            }
        };
    }

    private static String stateLeft(StoredTask task) {
        return (task.status().isTerminal() ? task.status().name() : "open") + " " + task.stops() + " " + task.cancels();
    }

    /** Repeats the cancel, like a client without a response. */
    private static void repeatCancels(ManualLibrary library) {
        for (CrashPoint point : CrashPoint.values()) {
            CancelTask.Result again = library.cancel(TASKS.get(point));
            assertThat(again)
                    .isInstanceOf(
                            point.isDecided()
                                    ? CancelTask.Result.AlreadyTerminated.class
                                    : CancelTask.Result.Cancelled.class);
        }
    }

    private static StoredTask storedTask(TaskId task) {
        return StoredTask.between(deployment.rows(), 0, Long.MAX_VALUE).stream()
                .filter(one -> one.id().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private static Workflow workflowOf(TaskId task) {
        return Workflow.of(deployment.inspector().status(task).orElse(null));
    }
}
