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
    private static final int HOURS = 3 * 60 * MINUTE;

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
    }

    private void injectOne() {
        if (faults.injects(SimulatedFault.ENGINE_AWAY, 4)) {
            world.engines.setAway(true);
            world.scheduler.sleep(random.between(500, 15_000));
            world.engines.setAway(false);
        }
        if (faults.injects(SimulatedFault.ENGINE_NAMESPACE_WRONG, 4)) {
            world.engines.setMisdirected(true);
            world.scheduler.sleep(random.between(500, 20_000));
            world.engines.setMisdirected(false);
        }
        if (faults.injects(SimulatedFault.ENGINE_FORGETS, 4)) {
            world.trace.line(() -> "the engine loses its memory");
            world.engines.loseMemory();
        }
        if (faults.injects(SimulatedFault.CLOCK_JUMPS, 4)) {
            int most = random.chance(250) ? HOURS : MINUTE;
            world.truth.wallClock.tick(Duration.ofMillis(random.between(-most, most)));
        }
        closeOne();
        forgetOne();
    }

    private void forgetOne() {
        List<Task> closed = tasksWith(WorkflowDescription.Closed.class);
        if (!closed.isEmpty() && faults.injects(SimulatedFault.ENGINE_RETENTION, 4)) {
            world.engines.forgetAfterRetention(random.pick(closed).id());
        }
    }

    private List<Task> tasksWith(Class<? extends WorkflowDescription> workflow) {
        return world.truth
                .tasks()
                .filter(task -> workflow.isInstance(world.engines.truth(task.id())))
                .toList();
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
