package io.nicotask.application.simulation;

import static io.nicotask.faults.Fault.WORKFLOW_COMPLETED;
import static io.nicotask.faults.Fault.WORKFLOW_TERMINATED;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;

/** What befalls the engine and the clocks, whoever is asking. */
final class Weather {

    private final World world;
    private final Dice dice;
    private final Faults faults;

    Weather(World world) {
        this.world = world;
        this.dice = world.dice;
        this.faults = world.faults;
    }

    void live() {
        while (true) {
            world.scheduler.sleep(dice.between(100, 2_000));
            change();
        }
    }

    void clearUp() {
        world.engines.setAway(false);
        world.engines.setMisdirected(false);
    }

    private void change() {
        if (faults.strikes(Fault.ENGINE_AWAY, 4)) {
            world.engines.setAway(true);
            world.scheduler.sleep(dice.between(500, 15_000));
            world.engines.setAway(false);
        }
        if (faults.strikes(Fault.ENGINE_MISTAKEN, 4)) {
            world.engines.setMisdirected(true);
            world.scheduler.sleep(dice.between(500, 20_000));
            world.engines.setMisdirected(false);
        }
        if (faults.strikes(Fault.ENGINE_FORGETS, 4)) {
            world.trace.line(() -> "the engine forgets");
            world.engines.loseMemory();
        }
        if (faults.strikes(Fault.CLOCK_JUMPS, 4)) {
            world.ground.wallClock.tick(Duration.ofMillis(dice.between(-60_000, 60_000)));
        }
        closeOne();
        forgetOne();
    }

    private void forgetOne() {
        List<Task> closed = tasksWith(Sighting.Closed.class);
        if (!closed.isEmpty() && faults.strikes(Fault.ENGINE_RETENTION, 4)) {
            world.engines.outliveRetention(dice.oneOf(closed).id());
        }
    }

    private List<Task> tasksWith(Class<? extends Sighting> workflow) {
        return world.ground
                .tasks()
                .filter(task -> workflow.isInstance(world.engines.truth(task.id())))
                .toList();
    }

    private void closeOne() {
        List<Task> open = tasksWith(Sighting.Open.class);
        if (!open.isEmpty() && faults.strikes(Fault.OPERATOR_CLOSES, 4)) {
            Task task = dice.oneOf(open);
            CloseStatus how = dice.oneOf(List.of(CloseStatus.values()));
            world.trace.line(() -> "the workflow of " + task + " is closed by others: " + how);
            world.engines.close(task.id(), how);
            if (how == CloseStatus.COMPLETED) {
                faults.met(WORKFLOW_COMPLETED);
            } else if (how == CloseStatus.TERMINATED) {
                faults.met(WORKFLOW_TERMINATED);
            }
        }
    }
}
