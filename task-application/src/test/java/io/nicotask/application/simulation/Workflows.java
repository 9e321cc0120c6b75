package io.nicotask.application.simulation;

import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.faults.Fault.CANCEL_DURING_COMPLETION;
import static io.nicotask.faults.Fault.GATE_REPLY_LOST;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.report.Attempt;
import io.nicotask.application.report.BeginTaskResult;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.application.report.FinishTaskResult;
import io.nicotask.application.report.Heartbeat;
import io.nicotask.application.report.PerformStageResult;
import io.nicotask.application.simulation.Engines.Execution;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's side of a workflow, and the workers that it gives the steps to: each step is given to one attempt after
 * another until it has ended. Whoever is not heard of for a while is given up, though it may live on and act.
 */
final class Workflows {

    private static final long GIVEN_UP_AFTER = 10_000;
    private static final long LOOK = 200;

    private final World world;
    private final Dice dice;
    private final AttemptLaws laws;
    private final boolean foreign;
    private int attempts;

    Workflows(World world, AttemptLaws laws, boolean foreign) {
        this.world = world;
        this.dice = world.dice;
        this.laws = laws;
        this.foreign = foreign;
    }

    /** A workflow was started. */
    void started(Task task) {
        Execution execution = world.engines.started(task.id());
        world.scheduler.spawn("workflow-" + number(execution), () -> carryOut(execution));
    }

    private void carryOut(Execution execution) {
        world.scheduler.sleep(dice.between(0, 1_500));
        CloseStatus end = foreign ? foreign(execution) : ours(execution);
        if (end != null && !(hasEnded(execution) && world.faults.strikes(Fault.WORKFLOW_HANGS, 4))) {
            execution.close(end);
        }
    }

    private boolean hasEnded(Execution execution) {
        return world.ground
                .find(execution.task())
                .filter(task -> task.status().isTerminal())
                .isPresent();
    }

    private boolean isCancelled(Execution execution) {
        return world.ground
                .find(execution.task())
                .filter(task -> task.status() == TaskStatus.TERMINATED)
                .isPresent();
    }

    /** How the workflow ends, or null when it was closed by others. */
    private @Nullable CloseStatus ours(Execution execution) {
        BeginTaskResult begun = given(execution, "begin", Workflows::isDecided, worker -> begin(execution));
        if (!(begun instanceof BeginTaskResult.Passed passed)) {
            return begun == null ? null : CloseStatus.FAILED;
        }
        for (int stage = 1; stage <= passed.stages(); stage++) {
            int number = stage;
            PerformStageResult done = given(
                    execution, "stage-" + stage, Workflows::isDecided, worker -> perform(execution, number, worker));
            if (done instanceof PerformStageResult.Broken broken) {
                return finish(execution, new Ending.Failure(broken.error())) == null ? null : CloseStatus.FAILED;
            }
            if (!(done instanceof PerformStageResult.Completed)) {
                return done == null ? null : CloseStatus.FAILED;
            }
        }
        FinishTaskResult finished = finish(execution, new Ending.Success());
        if (finished == null) {
            return null;
        }
        return finished instanceof FinishTaskResult.Finished ? CloseStatus.COMPLETED : CloseStatus.FAILED;
    }

    /** Somebody else's workflow: it may tell nothing at all. */
    private @Nullable CloseStatus foreign(Execution execution) {
        if (dice.chance(500)) {
            BeginTaskResult begun = given(
                    execution,
                    "begin",
                    Workflows::isDecided,
                    worker -> world.useCases.beginForeign().begin(attemptOf(execution)));
            if (!(begun instanceof BeginTaskResult.Passed)) {
                return begun == null ? null : CloseStatus.FAILED;
            }
        }
        world.scheduler.sleep(dice.between(100, 8_000));
        if (dice.chance(500)) {
            finish(execution, new Ending.Success());
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

    private PerformStageResult perform(Execution execution, int stage, Worker worker) {
        return world.useCases.perform().perform(attemptOf(execution), stage, worker);
    }

    private @Nullable FinishTaskResult finish(Execution execution, Ending ending) {
        return given(execution, "finish", result -> true, worker -> {
            boolean wasItsOwn = laws.isItsOwn(execution);
            FinishTaskResult result = world.useCases.finish().finish(attemptOf(execution), ending);
            laws.finished(execution, result, wasItsOwn);
            world.faults.met(
                    result instanceof FinishTaskResult.TooLate && isCancelled(execution)
                            ? CANCEL_DURING_COMPLETION
                            : null);
            return result;
        });
    }

    /** What came of a step in the end, or null when its workflow was closed before. */
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
            world.scheduler.sleep(dice.between(100, 1_500));
        }
        return null;
    }

    private void await(Fiber attempt, Worker worker) {
        while (!attempt.hasEnded()
                && world.scheduler.now() - worker.heardOf < GIVEN_UP_AFTER
                && !world.faults.strikes(Fault.SECOND_ATTEMPT)) {
            world.scheduler.sleep(LOOK);
        }
    }

    private static <T> @Nullable T spoken(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreUnavailable | HardwareSilent away) {
            return null;
        }
    }

    private static boolean isDecided(BeginTaskResult result) {
        return true;
    }

    private static boolean isDecided(PerformStageResult result) {
        return !(result instanceof PerformStageResult.Left);
    }

    private static Attempt attemptOf(Execution execution) {
        return new Attempt(SITE, execution.task(), execution.run());
    }

    private static String number(Execution execution) {
        return execution.task().value().getLeastSignificantBits() + "(" + execution.run() + ")";
    }

    private static final class Reply<T> {

        private @Nullable T word;
    }

    /** Who makes one attempt, and beats. */
    private final class Worker implements Heartbeat {

        private final Execution execution;
        private long heardOf = world.scheduler.now();
        private boolean shutDown;

        private Worker(Execution execution) {
            this.execution = execution;
        }

        @Override
        public Signal beat() {
            world.scheduler.sleep(dice.between(200, 1_000));
            Fiber fiber = world.scheduler.current();
            if (fiber != null && fiber.isHalted()) {
                throw new Halted();
            }
            if (world.engines.isAway()) {
                return Signal.GO_ON;
            }
            heardOf = world.scheduler.now();
            shutDown |= world.faults.strikes(Fault.SHUT_DOWN, 3);
            if (shutDown) {
                return Signal.HAND_OVER;
            }
            return execution.isOpen() ? Signal.GO_ON : Signal.CLOSED;
        }
    }
}
