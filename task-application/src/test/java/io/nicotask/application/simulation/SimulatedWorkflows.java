package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.faults.Fault.CANCEL_DURING_COMPLETION;
import static io.nicotask.faults.Fault.GATE_REPLY_LOST;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.simulation.SimulatedEngines.Execution;
import io.nicotask.application.worker.BeginTaskResult;
import io.nicotask.application.worker.ExecuteStageResult;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.FinishTaskResult;
import io.nicotask.application.worker.Heartbeat;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's side of a workflow, and its workers: the engine gives each step to one attempt after another until it
 * has ended. It gives up an attempt without heartbeats, though that may still live and act.
 */
final class SimulatedWorkflows {

    private static final long GIVEN_UP_AFTER = 10_000;
    private static final long LOOK = 200;

    private final SimulatedWorld world;
    private final SeededRandom random;
    private final AttemptInvariants laws;
    private final boolean foreign;
    private int attempts;

    SimulatedWorkflows(SimulatedWorld world, AttemptInvariants laws, boolean foreign) {
        this.world = world;
        this.random = world.random;
        this.laws = laws;
        this.foreign = foreign;
    }

    /** Runs the workflow that was started for the task. */
    void started(Task task) {
        Execution execution = world.engines.started(task.id());
        world.scheduler.spawn("workflow-" + number(execution), () -> carryOut(execution));
    }

    private void carryOut(Execution execution) {
        world.scheduler.sleep(random.between(0, 1_500));
        CloseStatus end = foreign ? runExternal(execution) : runOurs(execution);
        if (end != null && !(hasEnded(execution) && world.faults.strikes(SimulatedFault.WORKFLOW_HANGS, 4))) {
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
    private @Nullable CloseStatus runOurs(Execution execution) {
        BeginTaskResult begun = given(execution, "begin", SimulatedWorkflows::isDecided, worker -> begin(execution));
        if (!(begun instanceof BeginTaskResult.Passed passed)) {
            return begun == null ? null : CloseStatus.FAILED;
        }
        for (int stage = 1; stage <= passed.stages(); stage++) {
            int number = stage;
            ExecuteStageResult done = given(
                    execution,
                    "stage-" + stage,
                    SimulatedWorkflows::isDecided,
                    worker -> perform(execution, number, worker));
            if (done instanceof ExecuteStageResult.Failed broken) {
                return finish(execution, new WorkResult.Failure(broken.error())) == null ? null : CloseStatus.FAILED;
            }
            if (!(done instanceof ExecuteStageResult.Completed)) {
                return done == null ? null : CloseStatus.FAILED;
            }
        }
        FinishTaskResult finished = finish(execution, new WorkResult.Success());
        if (finished == null) {
            return null;
        }
        return finished instanceof FinishTaskResult.Finished ? CloseStatus.COMPLETED : CloseStatus.FAILED;
    }

    /** Runs an external workflow, which may report nothing. */
    private @Nullable CloseStatus runExternal(Execution execution) {
        if (random.chance(500)) {
            BeginTaskResult begun = given(
                    execution,
                    "begin",
                    SimulatedWorkflows::isDecided,
                    worker -> world.useCases.beginForeign().begin(attemptOf(execution)));
            if (!(begun instanceof BeginTaskResult.Passed)) {
                return begun == null ? null : CloseStatus.FAILED;
            }
        }
        world.scheduler.sleep(random.between(100, 8_000));
        if (random.chance(500)) {
            finish(execution, new WorkResult.Success());
        }
        return CloseStatus.COMPLETED;
    }

    private BeginTaskResult begin(Execution execution) {
        boolean wasItsOwn = laws.isItsOwn(execution);
        try {
            BeginTaskResult result = world.useCases.begin().begin(attemptOf(execution));
            laws.begun(execution, result, wasItsOwn);
            return result;
        } catch (StoreUnavailable noReply) {
            world.faults.met(!wasItsOwn && laws.isItsOwn(execution) ? GATE_REPLY_LOST : null);
            throw noReply;
        }
    }

    private ExecuteStageResult perform(Execution execution, int stage, Worker worker) {
        return world.useCases.perform().execute(attemptOf(execution), stage, worker);
    }

    private @Nullable FinishTaskResult finish(Execution execution, WorkResult workResult) {
        return given(execution, "finish", result -> true, worker -> {
            boolean wasItsOwn = laws.isItsOwn(execution);
            FinishTaskResult result = world.useCases.finish().finish(attemptOf(execution), workResult);
            laws.finished(execution, result, wasItsOwn);
            world.faults.met(
                    result instanceof FinishTaskResult.TooLate && isCancelled(execution)
                            ? CANCEL_DURING_COMPLETION
                            : null);
            return result;
        });
    }

    /** Returns the final result of a step, or null if its workflow was closed first. */
    private <T> @Nullable T given(
            Execution execution, String step, Function<T, Boolean> isDecided, Function<Worker, T> work) {
        while (execution.isOpen()) {
            Worker worker = new Worker(execution);
            Reply<T> reply = new Reply<>();
            attempts++;
            String name = step + "-" + number(execution) + "#" + attempts;
            Fiber attempt = world.scheduler.spawn(name, () -> reply.word = spoken(() -> work.apply(worker)));
            attempt.run = execution.run();
            await(attempt, worker);
            T word = reply.word;
            if (word != null && isDecided.apply(word)) {
                return execution.isOpen() ? word : null;
            }
            world.scheduler.sleep(random.between(100, 1_500));
        }
        return null;
    }

    private void await(Fiber attempt, Worker worker) {
        while (!attempt.hasEnded()
                && world.scheduler.now() - worker.heardOf < GIVEN_UP_AFTER
                && !world.faults.strikes(SimulatedFault.SECOND_ATTEMPT)) {
            world.scheduler.sleep(LOOK);
        }
    }

    private static <T> @Nullable T spoken(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreUnavailable | HardwareUnresponsive away) {
            return null;
        }
    }

    private static boolean isDecided(BeginTaskResult result) {
        return true;
    }

    private static boolean isDecided(ExecuteStageResult result) {
        return !(result instanceof ExecuteStageResult.HandedOver);
    }

    private static WorkflowRunRef attemptOf(Execution execution) {
        return new WorkflowRunRef(SITE, execution.task(), execution.run());
    }

    private static String number(Execution execution) {
        return execution.task().value().getLeastSignificantBits() + "(" + execution.run() + ")";
    }

    private static final class Reply<T> {

        private @Nullable T word;
    }

    /** Makes one attempt and sends its heartbeats. */
    private final class Worker implements Heartbeat {

        private final Execution execution;
        private long heardOf = world.scheduler.now();
        private boolean shutDown;

        private Worker(Execution execution) {
            this.execution = execution;
        }

        @Override
        public Signal beat() {
            world.scheduler.sleep(random.between(200, 1_000));
            Fiber fiber = world.scheduler.current();
            if (fiber != null && fiber.isHalted()) {
                throw new ProcessHalted();
            }
            if (world.engines.isAway()) {
                return Signal.CONTINUE;
            }
            heardOf = world.scheduler.now();
            shutDown |= world.faults.strikes(SimulatedFault.SHUT_DOWN, 3);
            if (shutDown) {
                return Signal.HAND_OVER;
            }
            return execution.isOpen() ? Signal.CONTINUE : Signal.WORKFLOW_CLOSED;
        }
    }
}
