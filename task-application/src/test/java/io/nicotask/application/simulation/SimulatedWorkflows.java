package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.faults.Fault.CANCEL_DURING_COMPLETION;
import static io.nicotask.faults.Fault.GATE_REPLY_LOST;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.simulation.SimulatedEngines.Execution;
import io.nicotask.application.simulation.SimulatedWorkers.WorkerProcess;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.ReportProgress;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's side of a workflow, and its workers: the engine gives each step to one attempt after another until it
 * has ended. It gives up an attempt without heartbeats, though that may still live and act.
 */
final class SimulatedWorkflows {

    private static final long HEARTBEAT_TIMEOUT = 10_000;
    private static final long POLL_INTERVAL = 200;

    private final SimulatedWorld world;
    private final SeededRandom random;
    private final AttemptInvariants invariants;
    private final boolean external;
    private final Map<TaskId, WorkerProcess> running = new HashMap<>();
    private int attempts;

    SimulatedWorkflows(SimulatedWorld world, AttemptInvariants invariants, boolean external) {
        this.world = world;
        this.random = world.random;
        this.invariants = invariants;
        this.external = external;
    }

    /** Kills the process that works for the task, or takes its engine away; returns whether there is one. */
    boolean loseWorker(TaskId task, boolean kill) {
        WorkerProcess process = running.get(task);
        if (process == null) {
            return false;
        }
        if (kill) {
            process.kill();
        } else {
            process.cutOff();
        }
        return true;
    }

    /** Runs the workflow that was started for the task. */
    void start(Task task) {
        start(world.engines.justStarted(task.id()));
    }

    void start(Execution execution) {
        world.scheduler.spawn("workflow-" + number(execution), () -> carryOut(execution));
    }

    private void carryOut(Execution execution) {
        world.scheduler.sleep(random.between(0, 1_500));
        CloseStatus end = external ? runExternal(execution) : runOwn(execution);
        if (end != null && !(hasEnded(execution) && world.faults.injects(SimulatedFault.WORKFLOW_HANGS, 4))) {
            execution.close(end);
        }
    }

    private boolean hasEnded(Execution execution) {
        return world.truth
                .find(execution.task())
                .filter(task -> task.status().isTerminal())
                .isPresent();
    }

    private boolean isCancelled(Execution execution) {
        return world.truth
                .find(execution.task())
                .filter(task -> task.status() == TaskStatus.TERMINATED)
                .isPresent();
    }

    /** Returns how the workflow closes, or null if someone else closed it. */
    private @Nullable CloseStatus runOwn(Execution execution) {
        BeginTask.Result begun = runStep(execution, "begin", SimulatedWorkflows::isDecided, worker -> begin(execution));
        if (!(begun instanceof BeginTask.Result.Passed passed)) {
            return begun == null ? null : CloseStatus.FAILED;
        }
        for (int stage = 1; stage <= passed.stages(); stage++) {
            int number = stage;
            ExecuteStage.Result done = runStep(
                    execution,
                    "stage-" + stage,
                    SimulatedWorkflows::isDecided,
                    worker -> executeStage(execution, number, worker));
            if (done instanceof ExecuteStage.Result.Failed broken) {
                return finish(execution, new WorkResult.Failure(broken.error())) == null ? null : CloseStatus.FAILED;
            }
            if (!(done instanceof ExecuteStage.Result.Completed)) {
                return done == null ? null : CloseStatus.FAILED;
            }
        }
        FinishTask.Result finished = finish(execution, new WorkResult.Success());
        if (finished == null) {
            return null;
        }
        return finished instanceof FinishTask.Result.Finished ? CloseStatus.COMPLETED : CloseStatus.FAILED;
    }

    /**
     * Runs an external workflow. One in five does not call the gate, and stops at its first report of progress; one in two
     * leaves its result to the engine.
     */
    private @Nullable CloseStatus runExternal(Execution execution) {
        if (random.chance(800)) {
            BeginTask.Result begun = runStep(
                    execution,
                    "begin",
                    SimulatedWorkflows::isDecided,
                    worker -> world.useCases.beginExternal().begin(runRefOf(execution)));
            if (!(begun instanceof BeginTask.Result.Passed)) {
                return begun == null ? null : CloseStatus.FAILED;
            }
        }
        for (int trays = random.between(0, 3); trays > 0; trays--) {
            world.scheduler.sleep(random.between(100, 3_000));
            if (!(reportProgress(execution, trays) instanceof ReportProgress.Result.MayContinue)) {
                return execution.isOpen() ? CloseStatus.COMPLETED : null;
            }
        }
        world.scheduler.sleep(random.between(100, 3_000));
        if (random.chance(500)) {
            finish(execution, new WorkResult.Success());
        }
        return CloseStatus.COMPLETED;
    }

    private ReportProgress.@Nullable Result reportProgress(Execution execution, int trays) {
        TaskReport report = TaskReport.planned(List.of(List.of(TaskReport.Step.planned(ComponentType.COMPUTE, trays))))
                .beginStage(1, world.truth.wallClock.instant());
        return runStep(execution, "progress", result -> true, worker -> {
            boolean wasWorking = invariants.isWorking(execution);
            ReportProgress.Result result =
                    world.useCases.progress().report(runRefOf(execution), random.chance(500) ? report : null);
            invariants.checkProgress(execution, result, wasWorking);
            return result;
        });
    }

    private BeginTask.Result begin(Execution execution) {
        boolean wasOwner = invariants.isOwner(execution);
        try {
            BeginTask.Result result = world.useCases.begin().begin(runRefOf(execution));
            invariants.checkGate(execution, result, wasOwner);
            return result;
        } catch (StoreUnavailable noReply) {
            world.faults.countMatrixFault(!wasOwner && invariants.isOwner(execution) ? GATE_REPLY_LOST : null);
            throw noReply;
        }
    }

    private ExecuteStage.Result executeStage(Execution execution, int stage, Worker worker) {
        return worker.process.executeStage().execute(runRefOf(execution), stage, worker);
    }

    private FinishTask.@Nullable Result finish(Execution execution, WorkResult workResult) {
        return runStep(execution, "finish", result -> true, worker -> {
            boolean wasOwner = invariants.isOwner(execution);
            FinishTask.Result result = world.useCases.finish().finish(runRefOf(execution), workResult);
            invariants.checkFinish(execution, result, wasOwner);
            world.faults.countMatrixFault(
                    result instanceof FinishTask.Result.TooLate && isCancelled(execution)
                            ? CANCEL_DURING_COMPLETION
                            : null);
            return result;
        });
    }

    /** Returns the final result of a step, or null if its workflow was closed first. */
    private <T> @Nullable T runStep(
            Execution execution, String step, Function<T, Boolean> isDecided, Function<Worker, T> work) {
        while (execution.isOpen()) {
            Worker worker = new Worker(execution, world.workers.next());
            Reply<T> reply = new Reply<>();
            attempts++;
            String name = step + "-" + number(execution) + "#" + attempts;
            running.put(execution.task(), worker.process);
            Fiber attempt = worker.process.spawn(name, () -> reply.result = resultOrNull(() -> work.apply(worker)));
            attempt.execution = execution;
            await(attempt, worker);
            T result = reply.result;
            if (result != null && isDecided.apply(result)) {
                return execution.isOpen() ? result : null;
            }
            world.scheduler.sleep(random.between(100, 1_500));
        }
        return null;
    }

    private void await(Fiber attempt, Worker worker) {
        while (!attempt.hasEnded()
                && world.scheduler.now() - worker.lastBeat < HEARTBEAT_TIMEOUT
                && !world.faults.injects(SimulatedFault.SECOND_ATTEMPT)) {
            world.scheduler.sleep(POLL_INTERVAL);
        }
    }

    private static <T> @Nullable T resultOrNull(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreUnavailable | HardwareUnresponsive away) {
            return null;
        }
    }

    private static boolean isDecided(BeginTask.Result result) {
        return true;
    }

    private static boolean isDecided(ExecuteStage.Result result) {
        return !(result instanceof ExecuteStage.Result.HandedOver);
    }

    private static WorkflowRunRef runRefOf(Execution execution) {
        return new WorkflowRunRef(SITE, execution.task(), execution.run());
    }

    private static String number(Execution execution) {
        return execution.task().value().getLeastSignificantBits() + "(" + execution.run() + ")";
    }

    private static final class Reply<T> {

        private @Nullable T result;
    }

    /** Makes one attempt and sends its heartbeats. */
    private final class Worker implements Heartbeat {

        private final Execution execution;
        private final WorkerProcess process;
        private long lastBeat = world.scheduler.now();
        private boolean shutDown;

        private Worker(Execution execution, WorkerProcess process) {
            this.execution = execution;
            this.process = process;
        }

        @Override
        public Signal beat() {
            world.scheduler.sleep(random.between(200, 1_000));
            Fiber fiber = world.scheduler.current();
            if (fiber != null && fiber.isHalted()) {
                throw new ProcessHalted();
            }
            if (world.engines.isAway() || process.isCutOff()) {
                return world.scheduler.now() - lastBeat < HEARTBEAT_TIMEOUT ? Signal.CONTINUE : Signal.UNANSWERED;
            }
            lastBeat = world.scheduler.now();
            shutDown |= world.faults.injects(SimulatedFault.SHUT_DOWN, 8);
            if (shutDown) {
                world.struck.strike(HardwareFault.GRACEFUL_STOP, execution.task());
                return Signal.HAND_OVER;
            }
            return execution.isOpen() ? Signal.CONTINUE : Signal.WORKFLOW_CLOSED;
        }
    }
}
