package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.domain.operation.Operation.POWER_ON;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static io.nicotask.faults.Fault.CANCEL_DURING_COMPLETION;
import static io.nicotask.faults.Fault.COMPLETION_WHILE_CANCEL_WAITS;
import static io.nicotask.faults.Fault.POISON_ROW;
import static io.nicotask.faults.Fault.STALE_PROMOTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.memory.InterceptedStorage;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Interleavings and rows that random tests hit too rarely. */
final class ScriptedRacesTest {

    private static final int MORE_THAN_THE_CONCURRENCY = 40;
    private static final String CANCELS =
            "select task_id from audit where action = 'CANCEL_TASK' and task_id = ?::uuid";
    private static final String BROKEN_REPORT = """
            update task set report = jsonb_build_object('version', ?::int, 'stages', 7), version = version + 1
            where id = ?::uuid returning id
            """;

    private static final String NOT_YET = "Not yet";
    private static final AtomicBoolean STARTS_WAIT = new AtomicBoolean();
    private static LibraryHarness system;

    private final RackId rack = new RackId(UUID.randomUUID());

    @BeforeAll
    static void start() {
        system = new LibraryHarness(LibraryHarness.Change.NONE.withEngine(ScriptedRacesTest::startingLater));
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void a_cancel_that_waits_for_the_row_while_the_task_succeeds_is_too_late() throws Exception {
        WorkflowRunRef workflowRun = passStartGate();
        WaitingAction<CancelTask.Result> cancel = new WaitingAction<>(() -> system.cancel(workflowRun.task()));

        FinishTask.Result finished =
                FinishTask.using(cancel.beginningInDecision()).finish(workflowRun, new FinishTask.WorkResult.Success());
        FiredFaults.count(COMPLETION_WHILE_CANCEL_WAITS, Layer.PARTS, 1);

        assertThat(finished).isInstanceOf(FinishTask.Result.Finished.class);
        assertThat(cancel.result()).isInstanceOf(CancelTask.Result.NotCancellable.class);
        assertThat(statuses(workflowRun.task())).containsExactly(PENDING, RUNNING, SUCCEEDED);
        assertThat(system.rows().texts(CANCELS, workflowRun.task().toString())).isEmpty();
    }

    @Test
    void a_success_that_waits_for_the_row_while_the_task_is_cancelled_is_too_late() throws Exception {
        WorkflowRunRef workflowRun = passStartGate();
        WaitingAction<FinishTask.Result> finish = new WaitingAction<>(
                () -> FinishTask.using(system.ports()).finish(workflowRun, new FinishTask.WorkResult.Success()));

        CancelTask.Result cancelled =
                CancelTask.using(finish.beginningInDecision()).cancel(LibraryHarness.cancelCommand(workflowRun.task()));
        FiredFaults.count(CANCEL_DURING_COMPLETION, Layer.PARTS, 1);

        assertThat(cancelled).isInstanceOf(CancelTask.Result.Cancelled.class);
        assertThat(finish.result()).isInstanceOf(FinishTask.Result.TooLate.class);
        assertThat(statuses(workflowRun.task())).containsExactly(PENDING, RUNNING, TERMINATED);
        assertThat(system.rows().texts(CANCELS, workflowRun.task().toString())).hasSize(1);
        assertThat(system.rows().of("late_result", workflowRun.task())).hasSize(1);
    }

    @Test
    void a_scheduler_with_a_stale_queue_starts_no_cancelled_task() {
        TaskId holder = system.submit(rack, POWER_ON);
        TaskId waiting = system.submit(rack, POWER_ON);
        RackOccupancy now = occupancy();
        RackOccupancy stale = new RackOccupancy(now.asOf(), List.of(), now.waiting());
        assertThat(system.cancel(waiting)).isInstanceOf(CancelTask.Result.Cancelled.class);
        RackScheduler scheduler =
                new RackScheduler(system.ports().conflicts(), system.ports().clock());
        List<RackOccupancy> read = new ArrayList<>();

        system.ports().storage().decideOnRack(system.scope(), rack, current -> {
            read.add(read.isEmpty() ? stale : current);
            return scheduler.schedule(rack, read.getLast()).asDecision();
        });
        FiredFaults.count(STALE_PROMOTER, Layer.PARTS, 1);

        assertThat(read).hasSize(2);
        assertThat(stale.waiting()).singleElement().matches(task -> task.id().equals(waiting));
        assertThat(statuses(waiting)).containsExactly(WAITING, TERMINATED);
        assertThat(system.rows().workFor(waiting)).isEmpty();
        assertThat(system.rows().of("rack_reservation", waiting)).isEmpty();
        assertThat(statuses(holder)).containsExactly(PENDING);
    }

    @Test
    void unreadable_rows_do_not_delay_others() {
        STARTS_WAIT.set(true);
        List<TaskId> unreadableTasks = Stream.generate(() -> system.submit(new RackId(UUID.randomUUID()), POWER_ON))
                .limit(MORE_THAN_THE_CONCURRENCY)
                .toList();
        unreadableTasks.forEach(
                task -> system.rows().texts(BROKEN_REPORT, Integer.toString(TaskReport.VERSION), task.toString()));
        TaskId started = system.submit(rack, POWER_ON);
        STARTS_WAIT.set(false);
        await().until(() -> areFoundUnreadable(unreadableTasks));
        FiredFaults.count(POISON_ROW, Layer.PARTS, unreadableTasks.size());

        await().until(() -> system.inspector().isRunning(started));
        assertThat(system.cancel(started)).isInstanceOf(CancelTask.Result.Cancelled.class);

        await().until(() -> system.stopOf(started) == StopStatus.CONFIRMED);
        assertThat(system.inspector().isRunning(started)).isFalse();
        assertThat(areFoundUnreadable(unreadableTasks)).isTrue();
    }

    private static boolean areFoundUnreadable(List<TaskId> tasks) {
        return system.rows()
                .texts("select key from work where kind = 'START_WORKFLOW' and cause <> '" + NOT_YET + "'")
                .containsAll(tasks.stream().map(TaskId::toString).toList());
    }

    /** Submits a task and passes its start gate. */
    private WorkflowRunRef passStartGate() {
        TaskId task = system.submit(rack, POWER_ON);
        WorkflowRunRef workflowRun = new WorkflowRunRef(DemoOrg.SITE, task, new WorkflowRunId("run-" + task));
        ObservedHardware hardware = new ObservedHardware(1, Duration.ZERO);
        assertThat(BeginTask.using(system.ports(), LibraryHarness.RULES, hardware)
                        .begin(workflowRun))
                .isInstanceOf(BeginTask.Result.Passed.class);
        return workflowRun;
    }

    private RackOccupancy occupancy() {
        return DirectWrites.to(system.ports().storage()).occupancy(system.scope(), rack);
    }

    private static WorkflowEngine startingLater(WorkflowEngine engine) {
        return PortOverride.method(WorkflowEngine.class, engine, "start", (arguments, start) -> {
            if (STARTS_WAIT.get()) {
                throw new WorkflowEngineUnavailable(NOT_YET);
            }
            return start.call();
        });
    }

    private static List<TaskStatus> statuses(TaskId task) {
        return system.ports().tasks().history(system.scope(), task).stream()
                .map(HistoryEntry::to)
                .toList();
    }

    /** An action that begins, on another thread, while a decision holds its locks, and waits for them. */
    private static final class WaitingAction<T> {

        private final FutureTask<T> action;

        WaitingAction(Callable<T> action) {
            this.action = new FutureTask<>(action);
        }

        /** Returns ports whose first decision lets the action begin before it is written. */
        Ports beginningInDecision() {
            return PortOverride.with(
                    system.ports(), new InterceptedStorage(system.ports().storage()) {
                        @Override
                        protected <S, R> Decision<R> decide(
                                TaskScope scope, S snapshot, Function<S, Decision<R>> decision) {
                            Decision<R> decided = decision.apply(snapshot);
                            beginAndAwaitLock();
                            return decided;
                        }
                    });
        }

        private void beginAndAwaitLock() {
            Thread.ofPlatform().start(action);
            await().until(() -> !system.rows()
                    .texts("select pid from pg_stat_activity where wait_event_type = 'Lock'")
                    .isEmpty());
            assertThat(action.isDone()).isFalse();
        }

        T result() throws Exception {
            return action.get();
        }
    }
}
