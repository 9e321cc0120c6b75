package io.nicotask.application.simulation;

import static io.nicotask.faults.Fault.WORKFLOW_COMPLETED;
import static io.nicotask.faults.Fault.WORKFLOW_TERMINATED;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;

/** Injects faults that no single call causes: into the engine, the clocks and the open workflows. */
final class EnvironmentFaults {

    private static final int MINUTE = 60_000;

    /** Longer than any time limit of a step. */
    private static final Duration HOURS = Duration.ofHours(3);

    private final SimulatedWorld world;
    private final SeededRandom random;
    private final FaultPlan faults;

    EnvironmentFaults(SimulatedWorld world) {
        this.world = world;
        this.random = world.random;
        this.faults = world.faults;
    }

    void run() {
        while (true) {
            world.scheduler.sleep(random.between(100, 2_000));
            injectOne();
        }
    }

    void endFaults() {
        world.engines.setAway(false);
        world.engines.setMisdirected(false);
        world.injector.setStoreAway(false);
    }

    private void injectOne() {
        world.struck.strikeOverdue();
        if (faults.injects(SimulatedFault.STORE_AWAY, 4)) {
            world.struck.strikeAll(HardwareFault.DATABASE_AWAY);
            world.injector.setStoreAway(true);
            world.scheduler.sleep(random.between(500, 15_000));
            world.injector.setStoreAway(false);
        }
        if (faults.injects(SimulatedFault.ENGINE_AWAY, 4)) {
            world.struck.strikeAll(HardwareFault.ENGINE_PAUSED_OR_RESET);
            world.engines.setAway(true);
            world.scheduler.sleep(random.between(500, 15_000));
            world.engines.setAway(false);
        }
        if (faults.injects(SimulatedFault.ENGINE_NAMESPACE_WRONG, 4)) {
            world.engines.setMisdirected(true);
            world.scheduler.sleep(random.between(500, 20_000));
            world.engines.setMisdirected(false);
        }
        if (faults.injects(SimulatedFault.ENGINE_FORGETS, 6)) {
            world.trace.line(() -> "the engine loses its memory");
            world.engines.loseMemory();
        }
        if (faults.injects(SimulatedFault.CLOCK_JUMPS, 4)) {
            jumpClock();
        }
        if (!world.external && faults.injects(SimulatedFault.STORE_CLOCK_SET_BACK, 4)) {
            setStoreClockBack();
        }
        if (faults.injects(SimulatedFault.ADAPTER_RESTARTS, 2)) {
            world.trace.line(() -> "the hardware's adapter is restarted without memory");
            world.struck.strikeAll(HardwareFault.ADAPTER_RESTARTED);
            world.truth.hardware.restartAdapter();
        }
        closeOne();
        cutOffOne();
        resetOne();
        forgetOne();
    }

    private void jumpClock() {
        if (random.chance(500)) {
            world.struck.strikeAll(HardwareFault.CLOCK_JUMP);
            world.truth.wallClock.tick(random.pick(List.of(HOURS, HOURS.negated())));
        } else {
            world.truth.wallClock.tick(Duration.ofMillis(random.between(-MINUTE, MINUTE)));
        }
    }

    /** Not in a schedule of external workflows: the declared time of their activities then ends later by as much. */
    private void setStoreClockBack() {
        Duration by = random.chance(500) ? HOURS : Duration.ofMillis(random.between(1, MINUTE));
        world.trace.line(() -> "the clock of the store is set back by " + by);
        world.truth.setStoreClockBack(by);
    }

    private void resetOne() {
        List<Task> open = tasksWith(WorkflowDescription.Open.class);
        if (!open.isEmpty() && faults.injects(SimulatedFault.OPERATOR_RESETS, 4)) {
            Task task = random.pick(open);
            world.trace.line(() -> "the workflow of " + task + " is reset by an operator");
            world.struck.strike(HardwareFault.ENGINE_PAUSED_OR_RESET, task.id());
            world.workflows.start(world.engines.reset(task.id()));
        }
    }

    private void forgetOne() {
        List<Task> closed = tasksWith(WorkflowDescription.Closed.class);
        if (!closed.isEmpty() && faults.injects(SimulatedFault.ENGINE_RETENTION, 4)) {
            world.engines.forgetAfterRetention(random.pick(closed).id());
        }
    }

    private List<Task> tasksWith(Class<? extends WorkflowDescription> workflow) {
        return world.truth.tasks().stream()
                .filter(task -> workflow.isInstance(world.engines.truth(task.id())))
                .toList();
    }

    /**
     * A worker loses the engine for good, but not the store, or is killed; often an operator closes the workflow before that
     * is noticed. No end of faults heals it: what the worker cannot see has to be seen otherwise.
     */
    private void cutOffOne() {
        List<Task> open = tasksWith(WorkflowDescription.Open.class);
        if (!open.isEmpty() && faults.injects(SimulatedFault.WORKER_CUT_OFF, 10)) {
            Task task = random.pick(open);
            boolean killed = random.chance(400);
            if (world.workflows.loseWorker(task.id(), killed) && random.chance(700)) {
                world.trace.line(() -> "the worker of " + task + (killed ? " is killed" : " is cut off")
                        + ", and its workflow is terminated");
                world.engines.close(task.id(), CloseStatus.TERMINATED);
            }
        }
    }

    private void closeOne() {
        List<Task> open = tasksWith(WorkflowDescription.Open.class);
        if (!open.isEmpty() && faults.injects(SimulatedFault.OPERATOR_CLOSES, 4)) {
            Task task = random.pick(open);
            CloseStatus how = random.pick(List.of(CloseStatus.values()));
            world.trace.line(() -> "the workflow of " + task + " is closed from outside: " + how);
            world.engines.close(task.id(), how);
            if (how == CloseStatus.COMPLETED) {
                faults.countMatrixFault(WORKFLOW_COMPLETED);
            } else if (how == CloseStatus.TERMINATED) {
                faults.countMatrixFault(WORKFLOW_TERMINATED);
            }
        }
    }
}
